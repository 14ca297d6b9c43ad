import io
import zipfile

from weda_tui.core.history.support_bundle import BundleFile
from weda_tui.session.history_bundles import zip_files


def test_everything_is_in_one_folder_and_comes_back() -> None:
    files = (BundleFile("a.txt", b"one"), BundleFile("b.json", "二".encode() * 1000))
    packed = zip_files(files, "weda-1")
    assert packed == zip_files(files, "weda-1")
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert archive.namelist() == ["weda-1/a.txt", "weda-1/b.json"]
        assert archive.read("weda-1/b.json").decode() == "二" * 1000
        assert archive.testzip() is None
