import re
from pathlib import Path

import pytest
from django.conf import settings

LOCK_FILES = sorted((settings.BASE_DIR / "requirements").glob("*.txt"))


def test_lock_files_of_every_part_exist():
    assert [path.name for path in LOCK_FILES] == ["base.txt", "dev.txt", "suggest.txt"]


def test_lock_files_agree_on_every_version():
    pins = [re.findall(r"^(\S+)==(\S+)", path.read_text(), re.M) for path in LOCK_FILES]
    different = {pin for pinned in pins for pin in pinned}
    assert len(different) == len({name for name, _version in different}) > 0


@pytest.mark.parametrize("path", LOCK_FILES, ids=lambda path: path.name)
def test_lock_file_holds_no_address(path: Path):
    assert "://" not in path.read_text()


@pytest.mark.parametrize("path", LOCK_FILES, ids=lambda path: path.name)
def test_lock_file_pins_every_package_with_a_hash(path: Path):
    requirements = re.split(r"\n(?=\S)", path.read_text().strip())
    loose = [text for text in requirements if "==" not in text or "--hash=sha256:" not in text]
    assert loose == []
