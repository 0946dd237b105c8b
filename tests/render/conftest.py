def pytest_addoption(parser):
    parser.addoption("--update-golden", action="store_true", help="write what is drawn now as what is expected")
