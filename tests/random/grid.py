"""All ways to share one company among two named holders and the unnamed party, as bit sets over a grid of points.

Why the grid is complete. Let 1 be the unit of the drawn figures (a quarter, sixth or tenth of the whole). Every drawn
constraint compares a sum of some of the three stakes, or the difference of the two named ones, with a whole number of
units. Three such rows have a determinant of at most 2, so the corners of every cell lie on half units. A point of a
cell, strict sides included, is a mean with positive weights of at most four corners, and the weights 1, 1/2 + 1/2,
1/2 + 1/4 + 1/4 or 1/4 * 4 will do as well: an eighth of a unit hits every cell that is not empty. The closed cell has
its bounds at corners, which are on the grid; whether a bound is taken is decided by a face, again with half-unit
corners."""
import functools

FINE = 8
DIFFERENCE = 8  # the row `first - second`; rows 1..7 are the sums over the set bits (1 first, 2 second, 4 unnamed)


class Grid:
    def __init__(self, units):
        self.units, self.whole = units, units * FINE
        points = [(a, b, u) for a in range(self.whole + 1) for b in range(self.whole + 1 - a)
                  for u in range(self.whole + 1 - a - b)]
        self.size = len(points)
        self.all = (1 << self.size) - 1
        self.buckets = {}
        for row in range(1, 9):
            places = {}
            for index, (a, b, u) in enumerate(points):
                value = a - b if row == DIFFERENCE else (row & 1) * a + (row >> 1 & 1) * b + (row >> 2) * u
                places.setdefault(value, bytearray(self.size // 8 + 1))[index >> 3] |= 1 << (index & 7)
            self.buckets[row] = {value: int.from_bytes(bits, "little") for value, bits in places.items()}

    @functools.lru_cache(maxsize=None)
    def atom(self, row, operator, units):
        """The points where the row compares with a number of units."""
        if operator in ("!=", ">=", ">"):
            return self.all & ~self.atom(row, {"!=": "=", ">=": "<", ">": "<="}[operator], units)
        limit, out = units * FINE, 0
        for value, bits in self.buckets[row].items():
            if value == limit and operator in ("=", "<=") or value < limit and operator in ("<", "<="):
                out |= bits
        return out

    def most(self, row):
        return self.atom(row, ">", self.units // 2)

    def values(self, row, bits):
        """The least and the greatest value of the row over the points, in eighths of a unit."""
        hit = [value for value, bucket in self.buckets[row].items() if bucket & bits]
        return min(hit), max(hit)

    def takes(self, row, value, bits):
        return bool(self.buckets[row][value] & bits)

    def cells(self, planes, inside):
        """The cells of an arrangement of (row, units) within `inside`, each with its closure."""
        out = [(inside, self.all)]
        for row, units in planes:
            split = []
            for strict, loose in (("<", "<="), ("=", "="), (">", ">=")):
                bits, closed = self.atom(row, strict, units), self.atom(row, loose, units)
                split += [(cell & bits, closure & closed) for cell, closure in out if cell & bits]
            out = split
        return out


@functools.lru_cache(maxsize=None)
def grid(units):
    return Grid(units)
