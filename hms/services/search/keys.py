"""Whole keys in memory, eight bytes for each of their bearers: a birth date, the end of a phone number, a sound."""

from array import array
from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator

BUCKETS, HALF, LOW = 256, 32, 0xFFFF_FFFF


class Keys:
    """Who bears a key. Two keys may share a number: who asks looks closer."""

    def __init__(self) -> None:
        self._buckets = [array("Q") for _ in range(BUCKETS)]  # the key's number above, the bearer's below
        self._settled = False

    def add(self, key: str, bearer: int) -> None:
        """Let somebody bear a key."""
        number = _number(key)
        bucket, entry = self._buckets[number % BUCKETS], number << HALF | bearer
        if self._settled:
            insort(bucket, entry)
        else:
            bucket.append(entry)

    def add_all(self, keys: Iterable[str], bearer: int) -> None:
        """Let somebody bear several keys; quickly, while everybody is read."""
        if self._settled:
            for key in keys:
                self.add(key, bearer)
            return
        buckets = self._buckets
        for key in keys:
            number = hash(key) & LOW
            buckets[number % BUCKETS].append(number << HALF | bearer)

    def settle(self) -> None:
        """Put everything in order, once very many have been added."""
        self._buckets = [array("Q", sorted(bucket)) for bucket in self._buckets]
        self._settled = True

    def bearers(self, keys: Iterable[str]) -> Iterator[int]:
        """Walk through all who bear one of these keys."""
        if not self._settled:
            self.settle()
        for key in keys:
            number = _number(key)
            bucket = self._buckets[number % BUCKETS]
            at = bisect_left(bucket, number << HALF)
            while at < len(bucket) and bucket[at] >> HALF == number:
                yield bucket[at] & LOW
                at += 1


def _number(key: str) -> int:
    return hash(key) & LOW
