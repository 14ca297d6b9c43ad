r"""A text of commands as the words that a shell would pass on; nothing is run or expanded.

    curl 'https://…' -H $'A: \'' \   POSIX: quotes, $'…', line continuations, heredocs, comments
      -d @- <<EOF
    curl ^"https://…^" ^             cmd: carets, then quotes as Windows programs read them

A variable of the shell, ``$TOKEN``, becomes a variable of this program, ``{{TOKEN}}``. A command
inside a word is reported and becomes ``{{command}}``: a variable without a value, which prevents
sending. Pipes and redirections are reported, too.
"""

import re

import msgspec

from weda_tui.core.errors import ErrorCode, FileError

COMMAND = "{{command}}"
"""Stands for the output of a command inside a command."""

_CMD = re.compile(
    r"\$'(?:[^'\\]|\\.)*+'|'[^']*+'|\\[^^]|(?P<caret>\^\"|\^[ \t]*\r?(?:\n|\Z))|<<", re.DOTALL
)
"""A caret of cmd, or what a POSIX shell reads literally, or the start of a heredoc."""
_VARIABLE = re.compile(r"\$(?:\{([A-Za-z_]\w*)[^}]*\}|([A-Za-z_]\w*))")
_HEREDOC = re.compile(r"<<(-?)[ \t]*(?:'([^'\n]+)'|\"([^\"\n]+)\"|\\?([^\s;&|<>'\"]+))")
_ESCAPE = re.compile(
    r"\\(?:([abefnrtvE\\'\"?])|x([0-9A-Fa-f]{1,2})|u([0-9A-Fa-f]{1,4})|U([0-9A-Fa-f]{1,8})"
    r"|([0-7]{1,3})|(.))",
    re.DOTALL,
)
_ESCAPED = dict(zip("abefnrtvE", "\a\b\x1b\f\n\r\t\v\x1b", strict=True))
_PLAIN = re.compile(r"[^\s;&|<>'\"`$\\#]+")
_PLAIN_IN_QUOTES = re.compile(r"[^\"\\$`]+")
_PLAIN_IN_CMD = re.compile(r"[^\s\"\\\ue00a]+")
_ANSI = re.compile(r"(?:[^'\\]|\\.)*+", re.DOTALL)
_PRINTED = re.compile(
    r"\\(?P<octal>[0-7]{1,3})|\\(?P<escape>[abefnrtv\\])|%[s%]|(?P<other>[\\%])|[^\\%]+"
)
"""A piece of a ``printf`` format."""
_LITERAL_NEWLINE = "\ue00a"
"""Stands for a line break that does not end a command, between the two steps of cmd."""


class ShellCommand(msgspec.Struct):
    """The words of one command."""

    words: list[str] = []
    stdin: str | None = None
    """The standard input of the command, if the text contains it."""
    stdin_from: str = ""
    """The file or the preceding command that standard input comes from; empty for neither."""
    variables: list[str] = []
    """Variables of the shell in the command."""
    dropped: list[str] = []
    """What the shell would have done, as it is written: ``| jq .``, ``$(date)``, ``> out``."""


def read_commands(text: str, *, file: str) -> list[ShellCommand]:
    """Return the commands of a text.

    Raises ``FileError`` (``IMPORT_QUOTE_OPEN`` with the line) for a quote that never ends.
    """
    text = text.removeprefix("\ufeff")
    if _is_cmd(text):
        return _Words(_without_carets(text), file, is_posix=False).read()
    if text.count("\r\n") == text.count("\n"):  # else a CRLF belongs to a quoted text
        text = text.replace("\r\n", "\n")
    return _Words(text, file, is_posix=True).read()


def _is_cmd(text: str) -> bool:
    """Return whether a text was written for cmd: it has a caret outside POSIX quotes."""
    for match in _CMD.finditer(text):
        if match["caret"] or match[0] == "<<":
            return bool(match["caret"])
    return False


def _without_carets(text: str) -> str:
    """Return a text as cmd reads it: a caret outside quotes makes the next character literal."""
    pieces: list[str] = []
    is_quoted, at = False, 0
    text = text.replace("\r\n", "\n")
    for mark in re.finditer(r'["^]', text):
        if mark.start() < at:
            continue
        pieces.append(text[at : mark.start()])
        at = mark.end()
        if mark[0] == '"':
            is_quoted = not is_quoted
            pieces.append('"')
        elif is_quoted:
            pieces.append("^")
        else:
            at += text[at : at + 1] == "\n"
            literal = text[at : at + 1]
            pieces.append(_LITERAL_NEWLINE if literal == "\n" else literal)
            at += 1
    return "".join([*pieces, text[at:]])


class _Words:
    """Splits a text into commands from left to right."""

    def __init__(self, text: str, file: str, *, is_posix: bool) -> None:
        self._text, self._file, self._is_posix = text, file, is_posix
        self._at = 0
        self._word: list[str] | None = None
        self._command = ShellCommand()
        self._done: list[ShellCommand] = []
        self._heredocs: list[tuple[ShellCommand, str, bool]] = []
        self._redirect = ""

    def read(self) -> list[ShellCommand]:
        while self._at < len(self._text):
            self._step(self._text[self._at])
        self._end_command("")
        return self._done

    def _step(self, character: str) -> None:
        if character == "\n":
            self._at += 1
            self._end_command("")
            self._read_heredocs()
        elif character in " \t\r":
            self._at += 1
            self._end_word()
        elif not self._is_posix:
            self._step_cmd(character)
        elif character == "#" and self._word is None:
            self._at = self._line_end()
        elif character in ";&|":
            self._operator(character)
        elif character in "<>":
            self._redirection(character)
        else:
            self._step_posix(character)

    # -- words -------------------------------------------------------------------------------

    def _step_posix(self, character: str) -> None:
        start = self._at
        if character == "\\":
            following = self._text[start + 1 : start + 2]
            self._at += 2
            if following != "\n":
                self._add(following or "\\")
        elif character == "'":
            self._at = self._closing("'", start + 1) + 1
            self._add(self._text[start + 1 : self._at - 1])
        elif character == '"':
            self._at += 1
            self._double_quoted()
        elif character == "`":
            self._at = self._closing("`", start + 1) + 1
            self._drop_command(start)
        elif character == "$":
            self._dollar()
        else:
            self._read(_PLAIN)

    def _double_quoted(self) -> None:
        start = self._at
        self._add("")
        while self._at < len(self._text):
            character = self._text[self._at]
            following = self._text[self._at + 1 : self._at + 2]
            if character == '"':
                self._at += 1
                return
            if character == "\\" and following and following in '"\\$`\n':
                self._add("" if following == "\n" else following)
                self._at += 2
            elif character == "$" and following not in {"'", '"'}:
                self._dollar()
            elif character == "`":
                opened = self._at
                self._at = self._closing("`", opened + 1) + 1
                self._drop_command(opened)
            else:
                self._read(_PLAIN_IN_QUOTES)
        raise self._open_quote(start - 1)

    def _dollar(self) -> None:
        start = self._at
        following = self._text[start + 1 : start + 2]
        if following == "'":
            self._at = start + 2
            self._ansi_quoted()
        elif following == '"':
            self._at = start + 2
            self._double_quoted()
        elif following == "(":
            self._at = self._closing_bracket(start + 1)
            self._drop_command(start)
        elif match := _VARIABLE.match(self._text, start):
            self._at = match.end()
            name = match[1] or match[2]
            self._command.variables.append(name)
            self._add(f"{{{{{name}}}}}")
        else:
            self._at += 1
            self._add("$")

    def _ansi_quoted(self) -> None:
        content = _ANSI.match(self._text, self._at)
        end = content.end() if content else self._at
        if self._text[end : end + 1] != "'":
            raise self._open_quote(self._at - 1)
        self._add(_ESCAPE.sub(_unescaped, self._text[self._at : end]))
        self._at = end + 1

    def _step_cmd(self, character: str) -> None:
        """Read as Windows programs read their command line: backslashes escape a quote."""
        if character not in {'"', "\\"}:
            self._read_in_cmd()
            return
        if character == "\\":
            self._backslashes()
            return
        start = self._at
        self._at += 1
        self._add("")
        while self._at < len(self._text):
            character = self._text[self._at]
            if character == '"':
                if self._text[self._at + 1 : self._at + 2] != '"':
                    self._at += 1
                    return
                self._add('"')
                self._at += 2
            elif character != "\\":
                self._read_in_cmd()
            else:
                self._backslashes()
        raise self._open_quote(start)

    def _read_in_cmd(self) -> None:
        if self._text[self._at] == _LITERAL_NEWLINE or self._text[self._at].isspace():
            self._add("\n" if self._text[self._at] == _LITERAL_NEWLINE else self._text[self._at])
            self._at += 1
        else:
            self._read(_PLAIN_IN_CMD)

    def _backslashes(self) -> None:
        """Read backslashes, and the quote that an odd number of them escapes."""
        start = self._at
        while self._text[self._at : self._at + 1] == "\\":
            self._at += 1
        count = self._at - start
        if self._text[self._at : self._at + 1] != '"':
            self._add("\\" * count)
            return
        self._add("\\" * (count // 2))
        if count % 2:
            self._add('"')
            self._at += 1

    # -- between words -----------------------------------------------------------------------

    def _operator(self, character: str) -> None:
        doubled = self._text[self._at + 1 : self._at + 2] == character
        self._at += 2 if doubled and character != ";" else 1
        self._end_command("|" if character == "|" and not doubled else "")

    def _redirection(self, character: str) -> None:
        is_number = self._word is not None and "".join(self._word) in {"1", "2"}
        if is_number:
            self._word = None
        self._end_word()
        if self._text.startswith("<<<", self._at):
            self._at += 3
            self._redirect = "<<<"
        elif character == "<" and (match := _HEREDOC.match(self._text, self._at)):
            self._at = match.end()
            end = match[2] or match[3] or match[4]
            self._heredocs.append((self._command, end, bool(match[1])))
        else:
            while self._text[self._at : self._at + 1] in {"<", ">", "&", "|"}:
                self._at += 1
            self._redirect = character

    def _read_heredocs(self) -> None:
        for command, end, strips_tabs in self._heredocs:
            lines: list[str] = []
            while self._at < len(self._text):
                stop = self._line_end()
                line = self._text[self._at : stop]
                self._at = stop + 1
                line = line.lstrip("\t") if strips_tabs else line
                if line == end:
                    break
                lines.append(f"{line}\n")
            command.stdin = "".join(lines)
        self._heredocs.clear()

    def _end_word(self) -> None:
        if self._word is None:
            return
        word, self._word = "".join(self._word), None
        if self._redirect == "<<<":
            self._command.stdin = f"{word}\n"
        elif self._redirect == "<":
            self._command.stdin_from = word
        elif self._redirect:
            self._command.dropped.append(f"> {word}")
        else:
            self._command.words.append(word)
        self._redirect = ""

    def _end_command(self, joint: str) -> None:
        self._end_word()
        done, self._command = self._command, ShellCommand()
        if joint and (printed := _printed(done)) is not None:
            self._command.stdin = printed
            self._command.variables += done.variables
            return
        if joint:
            self._command.stdin_from = " ".join(done.words[:1])
        if done.words:
            self._done.append(done)

    def _read(self, pattern: re.Pattern[str]) -> None:
        """Add a run of plain characters, or else the next character."""
        run = pattern.match(self._text, self._at)
        end = run.end() if run else self._at + 1
        self._add(self._text[self._at : end])
        self._at = end

    def _add(self, text: str) -> None:
        self._word = self._word if self._word is not None else []
        self._word.append(text)

    def _drop_command(self, start: int) -> None:
        self._command.dropped.append(self._text[start : self._at])
        self._add(COMMAND)

    # -- places ------------------------------------------------------------------------------

    def _line_end(self) -> int:
        end = self._text.find("\n", self._at)
        return len(self._text) if end < 0 else end

    def _closing(self, mark: str, start: int) -> int:
        end = self._text.find(mark, start)
        if end < 0:
            raise self._open_quote(start - 1)
        return end

    def _closing_bracket(self, start: int) -> int:
        depth = 0
        for at in range(start, len(self._text)):
            depth += {"(": 1, ")": -1}.get(self._text[at], 0)
            if depth == 0:
                return at + 1
        raise self._open_quote(start)

    def _open_quote(self, at: int) -> FileError:
        line = self._text.count("\n", 0, at) + 1
        return FileError(ErrorCode.IMPORT_QUOTE_OPEN, file=self._file, line=line)


def _printed(command: ShellCommand) -> str | None:
    """Return the text that ``printf`` prints; ``None`` if the words do not say it."""
    if command.words[:1] != ["printf"] or len(command.words) < 2 or command.dropped:
        return None
    template, values = command.words[1], [*command.words[2:]]
    if template.count("%s") - template.count("%%s") != len(values):
        return None
    pieces: list[bytes] = []
    for match in _PRINTED.finditer(template):
        if match["other"]:
            return None
        if match["octal"]:
            pieces.append(bytes([int(match["octal"], 8) & 0xFF]))
        elif match["escape"]:
            pieces.append(_ESCAPED.get(match["escape"], match["escape"]).encode())
        elif match[0] == "%s":
            pieces.append(values.pop(0).encode("utf-8", "surrogateescape"))
        else:
            pieces.append(b"%" if match[0] == "%%" else match[0].encode("utf-8", "surrogateescape"))
    try:
        return b"".join(pieces).decode()
    except UnicodeDecodeError:
        return None


def _unescaped(match: re.Match[str]) -> str:
    if match[1]:
        return _ESCAPED.get(match[1], match[1])
    for digits, base in ((match[2], 16), (match[3], 16), (match[4], 16), (match[5], 8)):
        if digits:
            code = int(digits, base)
            return chr(code) if code <= 0x10FFFF else "\ufffd"
    return match[0]
