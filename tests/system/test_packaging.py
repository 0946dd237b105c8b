"""labs/ and captures/ are found from a checkout, an editable install and a built wheel; solutions never travel in the wheel."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PURELIB = sysconfig.get_path("purelib")

LOOK = (
    "import netkit, json; from netkit import content;"
    "print(json.dumps({'package': netkit.__file__, 'labs': str(content.labs()), 'captures': str(content.captures()),"
    " 'has': [(content.captures() / 'catalogue.toml').is_file(), (content.labs() / 'start-here' / 'lab.toml').is_file()]}))"
)


def run(*words: str | Path, path: str = "", cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    if path:
        environment["PYTHONPATH"] = path
    return subprocess.run(
        [str(word) for word in words],
        capture_output=True,
        text=True,
        env=environment,
        cwd=cwd,
        check=False,
        timeout=300,
    )


def look(python: str | Path, *, path: str, cwd: Path) -> dict[str, object]:
    import json

    done = run(python, "-c", LOOK, path=path, cwd=cwd)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    done = run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    return next(folder.glob("netkit_labs-*.whl"))


def test_a_checkout_needs_no_installation(tmp_path: Path) -> None:
    found = look(sys.executable, path=f"{ROOT}{os.pathsep}{PURELIB}", cwd=tmp_path)
    assert found["labs"] == str(ROOT / "labs")
    assert found["captures"] == str(ROOT / "captures")
    assert found["has"] == [True, True]


def test_a_wheel_brings_labs_and_captures_along(wheel: Path, tmp_path: Path) -> None:
    target = tmp_path / "installed"
    done = run(sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", target, wheel, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    found = look(sys.executable, path=f"{target}{os.pathsep}{PURELIB}", cwd=tmp_path)
    assert found["package"] == str(target / "netkit" / "__init__.py")
    assert found["labs"] == str(target / "netkit" / "_bundled" / "labs")
    assert found["has"] == [True, True]
    tour = run(sys.executable, "-m", "netkit", "demo", path=f"{target}{os.pathsep}{PURELIB}", cwd=tmp_path)
    assert tour.returncode == 0, tour.stderr
    assert "A name becomes an address" in tour.stdout


def test_an_editable_install_reads_the_checkout(tmp_path: Path) -> None:
    venv.create(tmp_path / "venv", with_pip=True)
    python = tmp_path / "venv" / ("Scripts" if os.name == "nt" else "bin") / "python"
    words = (python, "-m", "pip", "install", "-q", "--no-deps", "--no-build-isolation", "-e", ROOT)
    done = run(*words, path=PURELIB, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    found = look(python, path=PURELIB, cwd=tmp_path)
    assert found["package"] == str(ROOT / "netkit" / "__init__.py")
    assert found["labs"] == str(ROOT / "labs")


def test_the_wheel_holds_no_solutions_and_no_recording_script(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert any(name == "netkit/_bundled/captures/catalogue.toml" for name in names)
    assert any(name.startswith("netkit/_bundled/labs/") and name.endswith("check.py") for name in names)
    assert not [
        name
        for name in names
        if "solution" in name or "record/" in name or name.startswith(("tests", "labs", "captures", "docs"))
    ]


def test_the_wheel_has_what_pages_are_made_of(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    look = ROOT / "netkit" / "capture" / "page" / "look"
    files = {path.relative_to(ROOT).as_posix() for path in look.rglob("*") if path.is_file()}
    assert len(files) > 20
    assert files <= inside
    for folder in ("netkit/render/single_page/look", "netkit/lab/authoring/scaffold"):
        assert {path.relative_to(ROOT).as_posix() for path in (ROOT / folder).iterdir()} <= inside
    assert "netkit/_bundled/labs/paths.toml" in inside


def test_the_wheel_has_the_sample_course_and_the_command_finds_it_there(wheel: Path, tmp_path: Path) -> None:
    folder = ROOT / "docs" / "sample-course"
    files = {
        f"netkit/_bundled/sample-course/{path.relative_to(folder).as_posix()}"
        for path in folder.rglob("*")
        if path.is_file()
    }
    assert len(files) == 6
    with zipfile.ZipFile(wheel) as archive:
        assert files <= set(archive.namelist())
        archive.extractall(tmp_path / "installed")
    words = ("-m", "netkit", "course", "new", "--sample")
    done = run(sys.executable, *words, path=f"{tmp_path / 'installed'}{os.pathsep}{PURELIB}", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    made = {path.name for path in (tmp_path / "sample").rglob("*") if path.is_file()}
    assert made == {path.rsplit("/", 1)[1] for path in files}


def test_the_wheel_has_the_made_up_internet(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    folder = ROOT / "netkit" / "dns" / "made_up"
    files = {path.relative_to(ROOT).as_posix() for path in folder.rglob("*") if path.suffix in {".toml", ".zone"}}
    assert len(files) > 60
    assert files <= inside


def test_the_two_commands_of_the_wheel_are_one(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        entry = next(name for name in archive.namelist() if name.endswith("entry_points.txt"))
        lines = archive.read(entry).decode().split("\n")
    assert "netkit = netkit.cli.main:main" in lines
    assert "netkit-labs = netkit.cli.main:main" in lines
