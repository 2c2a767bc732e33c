"""Write the files of a pack into a folder: whole or not at all, and never over something else."""

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from orepass.kernel.refusal import Conflict
from orepass.kernel.text import marked as _
from orepass.scheme.rules.folder import read_folder
from orepass.scheme.rules.load import digest_of
from orepass.scheme.rules.template.yamlwriting import yaml_of
from orepass.scheme.rules.yamltext import Json

READABLE: Final = 0o755


class FolderTaken(Conflict):
    """The folder holds something else already."""

    code = "scheme.template.folder_taken"
    message = _("“{folder}” exists and does not hold this edition.")
    what_to_do = _("Name a folder that does not exist yet; compare the two with “orepass scheme diff”.")


def place(files: Mapping[str, Json], digest: str, folder: Path) -> int:
    """Write the files into a folder that is not there yet, and return how many; none when it holds just these.

    Raises:
        FolderTaken: it is there and holds something else.
    """
    if folder.exists():
        if folder.is_dir() and digest_of(read_folder(folder)) == digest:
            return 0
        if not folder.is_dir() or any(folder.iterdir()):
            raise FolderTaken(where=str(folder)[:200], folder=folder.name[:80], state="")
    folder.parent.mkdir(parents=True, exist_ok=True)
    unfinished = Path(tempfile.mkdtemp(prefix=f".{folder.name[:40]}-", dir=folder.parent))
    try:
        for name, value in files.items():
            path = unfinished / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(value if isinstance(value, str) else yaml_of(value), encoding="utf-8", newline="\n")
        assert digest_of(read_folder(unfinished)) == digest, "what was written reads otherwise"
        unfinished.chmod(READABLE)
        unfinished.replace(folder)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    return len(files)
