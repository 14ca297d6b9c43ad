"""Forks processes that run Locust like ``python -P -m locust``, but have imported it already.

It reads lines of JSON from its standard input and answers each with a number:

- the folder, environment, arguments and files of a process start it; the answer is its id;
- the id of a process waits for its end; the answer is its exit status, or minus its signal.
"""

import gc
import json
import os
import sys
from os import waitpid, waitstatus_to_exitcode  # before gevent replaces them
from typing import Any

import locust
from gevent.os import fork_gevent
from locust.main import main


def serve() -> dict[str, Any] | None:
    """Answer until the input ends; in a new process, return what it has to run."""
    with open(0, closefd=False) as asked, open(1, "w", closefd=False) as answers:
        for line in asked:
            given = json.loads(line)
            if isinstance(given, int):
                number = waitstatus_to_exitcode(waitpid(given, 0)[1])
            elif not (number := fork_gevent()):
                return given
            print(number, file=answers, flush=True)
    return None


def become(folder: str, environ: dict[str, str], arguments: list[str], files: list[str]) -> None:
    """Take the surroundings of a process that was started in ``folder``."""
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environ)
    sys.argv[:] = [os.path.join(locust.__path__[0], "__main__.py"), *arguments]  # noqa: PTH118
    for stream, file in enumerate(files):
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND if stream else os.O_RDONLY
        opened = os.open(file, flags, 0o666)
        os.dup2(opened, stream)
        os.close(opened)


gc.freeze()  # so that processes share these objects
if (given := serve()) is not None:
    become(**given)
    main()
