"""Measure the memory of a loaded document in this process, read by the program or ``json``."""

import gc
import json
import sys
from pathlib import Path

from weda_tui.core.catalogue.modules import Catalogue
from weda_tui.formats.openapi.read import open_openapi
from weda_tui.store.bundled_catalogue import load_bundled_catalogue


def resident() -> float:
    """Return the resident memory of this process in MiB."""
    gc.collect()
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmRSS")).split()[1]) / 1024


def main(reader: str, document: Path) -> None:
    """Print by how many MiB the process grows when ``document`` is loaded."""
    bundled = load_bundled_catalogue()
    kept: list[object] = [bundled.folded, bundled.templates]
    before = resident()
    if reader == "ours":
        module = open_openapi(document.read_bytes(), name=document.name)
        catalogue = Catalogue((*bundled.modules, module))
        kept += [catalogue.folded, catalogue.templates]
    else:
        kept.append(json.loads(document.read_bytes()))
    sys.stdout.write(f"{resident() - before}\n")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
