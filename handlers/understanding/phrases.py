"""A sentence's words in one plain spelling, and phrases found among them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from handlers.understanding.names import fold
from handlers.understanding.ordinary import is_ordinary

GAP: Final = "~"
_WIDEST_GAP: Final = 4
_WORD: Final = re.compile(
    r"\d+(?:[.:]\d+)*[a-z]{0,2}(?!\w)|[^\W_](?:[^\W_]|['’‘`´ʼ\u0300-\u036f](?=[^\W_]))*", re.IGNORECASE
)
# 'we're' and "who's" would lose their meaning with the apostrophe alone taken away.
_CONTRACTED: Final = re.compile(
    r"^(we|i|you|they|he|she|it|that|there|who|what|when|where|why|how)(?:['’‘`´ʼ](?:re|ve|ll|d|m|s)?)$", re.IGNORECASE
)
_RUN_TOGETHER: Final = {
    "whos": "who", "whats": "what", "whens": "when", "wheres": "where", "hows": "how", "whys": "why", "wots": "what",
    "weve": "we", "ive": "i", "im": "i", "theyre": "they", "wer": "we", "thats": "that",
    "wot": "what", "whit": "what", "whits": "what", "wit": "what", "wits": "what", "wen": "when", "wens": "when",
    "wan": "one", "wich": "which", "ma": "my", "oor": "our", "wur": "our", "tae": "to", "fae": "from", "oot": "out",
    "wi": "with", "noo": "now", "hae": "have", "fur": "for", "aboot": "about", "u": "you", "ur": "your", "r": "are",
    "yous": "you", "yer": "your", "pls": "please", "plz": "please", "thx": "thanks", "cld": "could", "wld": "would",
    "hoose": "house", "heid": "head", "heids": "heads", "heidie": "headteacher", "ony": "any", "dae": "do",
    "disnae": "doesnt",
    "cannae": "cant", "dinnae": "dont", "isnae": "isnt", "wasnae": "wasnt", "doin": "doing", "goin": "going",
    "gonnae": "can", "gonna": "going", "wanna": "want", "tmrw": "tomorrow", "2moro": "tomorrow", "tomoz": "tomorrow",
    "guid": "good", "wark": "work", "whaur": "where", "whae": "who", "wha": "who", "whas": "who", "whaes": "who",
    "wid": "would", "wud": "would", "cud": "could", "shud": "should", "kin": "can", "gie": "give", "gies": "give",
    "gimme": "give", "hame": "home", "awa": "away", "nae": "no", "naw": "no", "frae": "from", "aff": "off",
    "efter": "after", "afore": "before", "til": "till", "canny": "cant", "cannot": "cant", "didny": "didnt",
    "isny": "isnt", "wasny": "wasnt", "mibbe": "maybe", "mebbe": "maybe", "tak": "take", "mak": "make", "doon": "down",
    "roon": "round", "roond": "round", "jist": "just", "yin": "one", "yins": "ones", "wiz": "was", "wis": "was",
    "hud": "had", "huv": "have", "haud": "hold", "telt": "told", "ah": "i", "ahm": "i", "ahve": "i", "ave": "i",
    "nxt": "next", "b4": "before", "cos": "because", "cuz": "because", "coz": "because", "abt": "about",
    "ppl": "people", "skl": "school", "skool": "school", "tmw": "tomorrow", "tmoro": "tomorrow", "wk": "week",
    "mtg": "meeting", "mtgs": "meetings", "appt": "appointment", "gd": "good", "shd": "should", "wd": "would",
    "pit": "put", "auld": "old", "mair": "more", "maist": "most", "baith": "both", "whaurs": "where",
    "winnae": "wont", "wullnae": "wont", "willnae": "wont", "winna": "wont", "thegither": "together",
    "faimily": "family", "faimilies": "families", "lairnin": "learning", "ootdoor": "outdoor",
    "ootdoors": "outdoors", "ootside": "outside",
    "schuil": "school", "schuils": "schools", "masel": "myself", "daein": "doing",
    "gaun": "going", "weel": "well", "haein": "having", "haena": "havent", "dinna": "dont", "canna": "cant",
}  # fmt: skip


class Token(NamedTuple):
    """One word in plain spelling and where it stands in what was typed."""

    text: str
    start: int
    end: int
    capital: bool = False


class Hit(NamedTuple):
    """A phrase found: what it stands for, and its first and last token (that left out)."""

    key: str
    first: int
    last: int


def tokens_of(words: str) -> list[Token]:
    """The words of a text; contractions and common run-together, Scots and phone spellings written out."""
    return [token for found in _WORD.finditer(words) if (token := _token(found)).text]


def _token(found: re.Match[str]) -> Token:
    typed = found.group()
    if typed.isascii() and typed.isalnum():
        plain = typed.lower()
    else:
        contracted = _CONTRACTED.match(typed)
        plain = contracted.group(1).lower() if contracted else _plain(typed)
    return Token(_in_english(plain), found.start(), found.end(), typed[0].isupper())


def _in_english(plain: str) -> str:
    """A Scots, hurried or run-together word in the spelling that the tables know."""
    known = _RUN_TOGETHER.get(plain)
    if known is not None or len(plain) < 5:
        return known or plain
    if plain.endswith("in") and is_ordinary(plain + "g") and not is_ordinary(plain):
        return plain + "g"
    if plain.endswith("nae") and is_ordinary(plain[:-3] + "nt"):
        return plain[:-3] + "nt"
    return plain


def _plain(typed: str) -> str:
    if typed[0].isdigit():
        return typed.lower()
    # "Morag's schools": the possessive goes, so that the name is found.
    return fold(typed if typed.isalnum() else re.sub(r"['’‘`´ʼ]s$", "", typed))


def spelled(phrase: str) -> tuple[str, ...]:
    """A phrase as `tokens_of` would spell it; '~' in it stands for up to four words between."""
    if phrase.isascii() and phrase.replace(" ", "").replace(GAP, "").isalpha():
        # Nearly every phrase of the tables is plain already: thousands of them are spelled at every start.
        return tuple([_RUN_TOGETHER.get(word, word) for word in phrase.lower().split()])
    return tuple(word for part in phrase.split() for word in _spelled_part(part))


# The tables hold the same few hundred words again and again.
@lru_cache(maxsize=8192)
def _spelled_part(part: str) -> tuple[str, ...]:
    return (GAP,) if part == GAP else tuple(token.text for token in tokens_of(part))


def spellings_of(phrase: str) -> list[tuple[str, ...]]:
    """A phrase as `spelled`, and without the 'is' that "what's" takes with it."""
    words = spelled(phrase)
    asks = words[:1] in (("what",), ("who",), ("how",), ("when",), ("where",)) and words[1:2] == ("is",)
    return [words, (words[0], *words[2:])] if asks and len(words) > 2 else [words]


@lru_cache(maxsize=8192)
def root(word: str) -> str:
    """A word without the usual endings, only to compare with another word's root."""
    for ending in ("ing", "ed", "s", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


class Phrases:
    """Phrases and what each stands for, found at any place of a sentence by their first word."""

    def __init__(self, phrases: Iterable[tuple[str, tuple[str, ...]]]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for key, words in phrases:
            if words:
                self._by_first.setdefault(words[0], []).append((words, key))
        for known in self._by_first.values():
            known.sort(key=lambda entry: -len(entry[0]))
        # Many phrases begin with 'what' or 'is'; only those whose second word stands there too are looked at.
        self._by_two: dict[tuple[str, str], list[tuple[tuple[str, ...], str]]] = {}
        self._any_second: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for first, known in self._by_first.items():
            self._any_second[first] = [entry for entry in known if len(entry[0]) == 1 or entry[0][1] == GAP]
            for second in {entry[0][1] for entry in known if len(entry[0]) > 1} - {GAP}:
                fits = [entry for entry in known if len(entry[0]) == 1 or entry[0][1] in (second, GAP)]
                self._by_two[first, second] = fits

    def words(self) -> frozenset[str]:
        """Every word that stands in a phrase."""
        return frozenset(word for known in self._by_first.values() for words, _ in known for word in words) - {GAP}

    def lone_words(self) -> frozenset[str]:
        """The words that are a phrase by themselves."""
        return frozenset(words[0] for known in self._by_first.values() for words, _ in known if len(words) == 1)

    def all_in(self, words: Sequence[str]) -> Iterator[Hit]:
        """Every phrase at every place, the longer first where several begin."""
        begins = self._by_first
        if begins.keys().isdisjoint(words):
            return
        for at, word in enumerate(words):
            if word not in begins:
                continue
            follower = words[at + 1] if at + 1 < len(words) else ""
            known = self._by_two.get((word, follower)) or self._any_second.get(word, [])
            for phrase, key in known:
                last = _end(words, at, phrase)
                if last:
                    yield Hit(key, at, last)

    def longest_in(self, words: Sequence[str]) -> list[Hit]:
        """The longest phrase at each place, none overlapping the one before."""
        chosen: list[Hit] = []
        for hit in self.all_in(words):
            if not chosen or hit.first >= chosen[-1].last:
                chosen.append(hit)
        return chosen


def _end(words: Sequence[str], at: int, phrase: tuple[str, ...]) -> int:
    """The place after `phrase` where it stands at `at`, or 0."""
    for place, part in enumerate(phrase):
        if part == GAP:
            return _after_gap(words, at, phrase[place + 1 :])
        if at >= len(words) or words[at] != part:
            return 0
        at += 1
    return at


def _after_gap(words: Sequence[str], at: int, rest: tuple[str, ...]) -> int:
    ends = (_end(words, start, rest) for start in range(at, min(at + _WIDEST_GAP + 1, len(words))))
    return next((end for end in ends if end), 0)
