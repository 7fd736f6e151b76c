"""Draw one page of a PDF as a picture: a program of its own, run with little memory, little time and nothing to reach.

The PDF comes on the input; on the output go a line of JSON and, where a page could be drawn, the picture as PNG. It is
never laid down anywhere: typst reads it from this process's own memory.
"""

import json
import os
import re
import resource
import sys
from typing import Any

MEMORY_BYTES, CPU_S = 1_500_000_000, 20
NO_PAGE = 1_000_000  # which no document has: the refusal says how many there are
HOW_MANY = re.compile(r"only has (\d+) page")
TEMPLATE = """
#set page(width: auto, height: auto, margin: 0pt, fill: white)
#let drawn(..size) = image(read("/%d", encoding: none), format: "pdf", page: %d, alt: "", ..size)
#context {
  let natural = measure(drawn())
  let ratio = natural.height / natural.width
  if ratio > 1.6 { drawn(height: %dpt) } else { drawn(width: %dpt) }
}
"""


def main(page: int, width: int) -> None:
    """Read a PDF, draw one of its pages that wide, and say how many pages there are or what is wrong."""
    body = sys.stdin.buffer.read()
    import typst  # noqa: PLC0415 - before the memory is limited: what a library maps when it is loaded is not the document's doing

    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S))
    resource.setrlimit(resource.RLIMIT_NOFILE, (32, 32))
    held = os.memfd_create("document")
    os.write(held, body) if len(body) < 1 << 30 else None
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))

    def drawn(number: int) -> bytes:
        template = TEMPLATE % (held, number, width * 1.6, width)
        where: Any = "/proc/self/fd"
        made: bytes = typst.compile(
            template.encode(), root=where, format="png", ppi=72.0, font_paths=fonts, ignore_system_fonts=True
        )
        return made

    said: dict[str, object] = {"pages": 1}
    picture = b""
    try:
        drawn(NO_PAGE)
    except typst.TypstError as problem:
        told = " ".join([problem.message, *problem.hints])
        if found := HOW_MANY.search(told):
            said["pages"] = int(found[1])
            picture = drawn(page) if page <= int(found[1]) else b""
        else:
            said = {"wrong": "protected" if "encrypted" in told else "damaged"}
    sys.stdout.buffer.write(json.dumps(said).encode() + b"\n" + picture)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
