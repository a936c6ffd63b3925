"""A reader of QR codes, as a telephone reads them: finds the code in a picture, checks every code word, decodes it.

Written from the structure of the symbol (ISO/IEC 18004), sharing nothing with the library that draws it: versions 1
to 10, level M, upright, bytes in UTF-8. It corrects nothing: a code word that is wrong is an error.
"""

import itertools

import numpy as np

FINDER = (1, 1, 3, 1, 1)
ALIGNED = ((), (), (6, 18), (6, 22), (6, 26), (6, 30), (6, 34), (6, 22, 38), (6, 24, 42), (6, 26, 46), (6, 28, 50))
"""Version → rows and columns of the middles of alignment patterns."""
BLOCKS = ((), (16,), (28,), (44,), (32,) * 2, (43,) * 2, (27,) * 4, (31,) * 4, (38, 38, 39, 39), (36,) * 3 + (37,) * 2,
          (43,) * 4 + (44,))  # fmt: skip
"""Version → data code words of each block at level M."""
CHECKS = (0, 10, 16, 26, 18, 24, 16, 18, 22, 22, 26)
"""Version → code words of correction in a block at level M."""
MASKS = (
    lambda r, c: (r + c) % 2 == 0,
    lambda r, _: r % 2 == 0,
    lambda _, c: c % 3 == 0,
    lambda r, c: (r + c) % 3 == 0,
    lambda r, c: (r // 2 + c // 3) % 2 == 0,
    lambda r, c: r * c % 2 + r * c % 3 == 0,
    lambda r, c: (r * c % 2 + r * c % 3) % 2 == 0,
    lambda r, c: ((r + c) % 2 + r * c % 3) % 2 == 0,
)
LEVEL_M = 0


def texts(picture):
    """Return the text of the code in a grey picture (rows of 0 to 255), or nothing when there is none."""
    dark = np.asarray(picture) < 128
    corners = _finders(dark)
    return [_decoded(_modules(dark, group)) for group in _squares(corners)]


def _squares(corners):
    """Yield (module, upper left, side) of finders that form the three corners of an upright square."""
    for a, b, c in itertools.permutations(corners, 3):
        (x, y, unit), (x2, y2, _), (x3, y3, _) = a, b, c
        near = 1.5 * unit
        if x2 - x > 10 * unit and abs(y2 - y) < near and abs(x3 - x) < near and abs((y3 - y) - (x2 - x)) < near:
            yield unit, (x, y), (x2 - x + y3 - y) / 2


def _runs(line):
    edges = np.flatnonzero(np.diff(line.astype(np.int8))) + 1
    bounds = [0, *edges.tolist(), len(line)]
    return list(itertools.pairwise(bounds))


def _patterns(line):
    """Yield (middle, module) of dark-light-dark runs of 1:1:3:1:1 in a line of the picture."""
    runs = _runs(line)
    for start in range(len(runs) - 4):
        five = runs[start : start + 5]
        unit = (five[4][1] - five[0][0]) / 7
        if line[five[0][0]] and unit >= 2:
            widths = [(end - begin) / unit for begin, end in five]
            if all(abs(width - want) < 0.5 for width, want in zip(widths, FINDER, strict=True)):
                yield (five[0][0] + five[4][1]) / 2, unit


def _finders(dark):
    """Return (x, y, module) of the finder patterns: places where the pattern is seen across and down."""
    found = []
    for y in range(0, dark.shape[0], 3):  # the middle of a finder is three modules high
        for x, unit in _patterns(dark[y]):
            down = [(at, u) for at, u in _patterns(dark[:, int(x)]) if abs(at - y) < u and abs(u - unit) < 0.3 * unit]
            if down and not any(abs(x - x2) < unit and abs(down[0][0] - y2) < unit for x2, y2, _ in found):
                found.append((x, down[0][0], (unit + down[0][1]) / 2))
    return found


def _modules(dark, square):
    unit, (x, y), side = square
    size = round((round(side / unit) + 7 - 17) / 4) * 4 + 17
    step = side / (size - 7)
    at = [(k - 3) * step for k in range(size)]
    return np.array([[dark[int(y + dy), int(x + dx)] for dx in at] for dy in at])


def _decoded(modules):
    size = len(modules)
    version = (size - 17) // 4
    mask = MASKS[_format(modules)]
    taken = _taken(size, version)
    bits = [bool(modules[r, c]) != mask(r, c) for r, c in _path(size) if not taken[r, c]]
    words = [int("".join("01"[bit] for bit in bits[n : n + 8]), 2) for n in range(0, len(bits) - 7, 8)]
    return _text(_data(words, version), version)


def _format(modules):
    """Return the mask; both copies of the format must be whole, agree, and name level M."""
    size = len(modules)
    around = [(8, c) for c in (0, 1, 2, 3, 4, 5, 7)] + [(8, 8)] + [(r, 8) for r in (7, 5, 4, 3, 2, 1, 0)]
    apart = [(r, 8) for r in range(size - 1, size - 8, -1)] + [(8, c) for c in range(size - 8, size)]
    one, other = (int("".join("01"[int(modules[place])] for place in copy), 2) for copy in (around, apart))
    assert one == other, "the copies of the format differ"
    value = one ^ 0b101010000010010
    rest = value
    for shift in range(4, -1, -1):
        if rest >> (shift + 10) & 1:
            rest ^= 0b10100110111 << shift
    assert rest == 0, "the format is damaged"
    assert value >> 13 == LEVEL_M, "the level is not M"
    return value >> 10 & 0b111


def _taken(size, version):
    """Return which modules hold patterns and format, not data."""
    taken = np.zeros((size, size), bool)
    taken[:9, :9] = taken[:9, -8:] = taken[-8:, :9] = True
    taken[6, :] = taken[:, 6] = True
    last = ALIGNED[version][-1:] or (0,)
    for r, c in itertools.product(ALIGNED[version], repeat=2):
        if (r, c) not in {(6, 6), (6, last[0]), (last[0], 6)}:
            taken[r - 2 : r + 3, c - 2 : c + 3] = True
    if version >= 7:
        taken[:6, -11:-8] = taken[-11:-8, :6] = True
    return taken


def _path(size):
    """Yield the modules in reading order: pairs of columns from the right, up and down in turn, past column 6."""
    rights = [c for c in range(size - 1, 0, -1) if (c > 6 and (size - 1 - c) % 2 == 0) or (c < 6 and c % 2 == 1)]
    for turn, right in enumerate(rights):
        rows = range(size - 1, -1, -1) if turn % 2 == 0 else range(size)
        yield from ((r, c) for r in rows for c in (right, right - 1))


def _data(words, version):
    """Return the data code words; every block must be free of errors."""
    lengths, checks = BLOCKS[version], CHECKS[version]
    blocks = [[] for _ in lengths]
    at = 0
    for n in range(max(lengths)):
        for block, length in zip(blocks, lengths, strict=True):
            if n < length:
                block.append(words[at])
                at += 1
    rests = [words[at + k :: len(lengths)][:checks] for k in range(len(lengths))]
    for block, rest in zip(blocks, rests, strict=True):
        assert not any(_syndrome([*block, *rest], power) for power in range(checks)), "a block is damaged"
    return [word for block in blocks for word in block]


def _syndrome(words, power):
    """Return the value of the words as a polynomial over GF(256) at alpha to the ``power``: 0 where all are whole."""
    total = 0
    for word in words:
        for _ in range(power):
            total = total << 1 ^ (0x11D if total & 0x80 else 0)
        total ^= word
    return total


def _text(words, version):
    bits = "".join(f"{word:08b}" for word in words)
    assert bits[:4] == "0100", "not a text of bytes"
    width = 8 if version < 10 else 16
    count = int(bits[4 : 4 + width], 2)
    body = bits[4 + width : 4 + width + 8 * count]
    return bytes(int(body[n : n + 8], 2) for n in range(0, len(body), 8)).decode()
