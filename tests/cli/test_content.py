from pathlib import Path

import pytest

import netkit.content
from netkit.errors import ContentError


@pytest.fixture
def package(monkeypatch, tmp_path):
    """A package `netkit` of which the test says what lies around it."""
    folder = tmp_path / "netkit"
    folder.mkdir()
    monkeypatch.setattr(netkit.content, "files", lambda _: folder)
    return folder


def test_in_this_checkout():
    root = Path(netkit.__file__).parents[1]
    if (root / "pyproject.toml").is_file():
        assert netkit.content.labs() == root / "labs"
        assert netkit.content.captures() == root / "captures"
        assert netkit.content.sample_course() == root / "docs" / "sample-course"


def test_in_a_wheel(package):
    (package / "_bundled" / "labs").mkdir(parents=True)
    assert netkit.content.labs() == package / "_bundled" / "labs"
    (package / "_bundled" / "sample-course").mkdir()
    assert netkit.content.sample_course() == package / "_bundled" / "sample-course"
    with pytest.raises(ContentError):
        netkit.content.captures()


def test_in_a_checkout(package):
    (package.parent / "pyproject.toml").touch()
    (package.parent / "labs").mkdir()
    (package.parent / "captures").mkdir()
    assert netkit.content.captures() == package.parent / "captures"


def test_nowhere(package):
    (package.parent / "labs").mkdir()
    with pytest.raises(ContentError) as caught:
        netkit.content.labs()
    assert caught.value.hint
