"""What each comparison of two records says, as odds: the theory of Fellegi & Sunter, JASA 64(328), 1969, 1183-1210.

Each level of agreement has three chances: m, that two records of one person compare so; h, that records of two
members of one household do; u, that records of two strangers do. The theory has m and u only. Relatives are the third
because twins, and fathers who pass on their name, agree in ways that strangers hardly ever do: without h, a shared
surname, phone and address would make one person of them. Where a name is common among the clinic's own people, u is
that name's share of them, and not the figure here.

The figures are estimates of this project, set by these sources and reasons, and judged by `make bench` (recall and
precision of the list). How often copies of one record differ in a field: Just, Marc, Munns & Sandefer, "Why Patient
Matching Is a Challenge", Perspectives in Health Information Management 13 (2016) 1e.
"""

from typing import NamedTuple

TWICE = 0.1  # of those who are registered, how many are known already: about one in ten in the source above
RELATIVES = 3.0  # members of the same household among the clinic's people
FEWEST = 1_000  # strangers a young clinic is taken to have: they are still to come
CERTAIN = 0.99  # nothing but an identifier says more


class Chances(NamedTuple):
    """How likely a comparison comes out like this: for one person, for two relatives, for two strangers."""

    m: float
    h: float
    u: float


SAYS_NOTHING = Chances(1, 1, 1)
GIVEN = {  # h: the same given name in one house is rare, Peter and Peter junior; "alike" is Anna and Anne
    "same": Chances(0.84, 0.015, 0.004),
    "alike": Chances(0.12, 0.03, 0.015),  # a typing error, a nickname, one of several names
    "similar": Chances(0.02, 0.04, 0.03),
    "differs": Chances(0.02, 0.915, 0.951),
}
FAMILY = {  # 4 in 100 have changed it: marriages, divorces
    "same": Chances(0.82, 0.75, 0.002),
    "alike": Chances(0.12, 0.03, 0.006),
    "former": Chances(0.10, 0.03, 0.002),  # it is among the other's other names
    "similar": Chances(0.01, 0.02, 0.02),
    "differs": Chances(0.045, 0.20, 0.97),
}
SWAPPED = Chances(0.02, 0.001, 0.01)  # given name typed as the family name, beside the levels above
BORN = {  # 25,000 birth dates are about equally likely; h: twins are 15 in 1,000 births
    "same": Chances(0.92, 0.012, 1 / 25_000),
    "turned": Chances(0.02, 0.0004, 1 / 25_000),  # day and month swapped: known of every second form
    "a digit": Chances(0.04, 0.003, 45 / 25_000),  # one typing error
    "two parts": Chances(0.008, 0.008, 0.006),  # year and month, or day and month
    "differs": Chances(0.004, 0.977, 0.992),
}
YEAR = {  # no more than the year is known of one of them, or it was guessed
    "same": Chances(0.80, 0.03, 0.014),
    "about": Chances(0.16, 0.12, 0.06),
    "differs": Chances(0.04, 0.85, 0.926),
}
SEX = {"same": Chances(0.985, 0.5, 0.5), "differs": Chances(0.015, 0.5, 0.5)}
PHONE = {
    "same": Chances(0.60, 0.40, 1e-5),
    "a digit": Chances(0.05, 0.003, 1e-5),
    "differs": Chances(0.35, 0.597, 1),
}
EMAIL = {"same": Chances(0.5, 0.25, 1e-6), "differs": Chances(0.5, 0.75, 1)}
NUMBER = {  # an identifier is given to one person only
    "same": Chances(0.88, 1e-4, 1e-7),
    "a digit": Chances(0.06, 1e-3, 1e-6),
    "differs": Chances(0.06, 0.999, 1),
}
PLACE = {
    "same": Chances(0.60, 0.75, 0.004),  # post code, or the whole address
    "near": Chances(0.15, 0.10, 0.10),  # the town
    "differs": Chances(0.25, 0.15, 0.896),
}
