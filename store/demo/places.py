"""Where the demo authority's schools are. Every name, code and place is invented."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass

AUTHORITY = "Strathcarron and the Isles Council"
NONE, RC, EPISCOPAL = "Non-denominational", "Roman Catholic", "Episcopalian"
SMALLEST_ROLL, LARGEST_ROLL = 7, 1150
ISLANDS = ("Isle of Ronsaig", "Sulasay")

# Latitude and longitude of each cluster's middle, chosen away from every real school; the islands lie in open sea.
CLUSTERS: dict[str, tuple[float, float]] = {
    "Inverskail": (56.110, -5.265),
    "Kilbrannan": (55.690, -5.560),
    "Port Torran": (56.310, -5.400),
    "Dunfearn": (56.060, -4.900),
    "Glenorrin": (56.450, -5.010),
    "Lochalder": (56.620, -5.560),
    "Craigvarra": (56.800, -5.680),
    "Isle of Ronsaig": (56.980, -6.930),
    "Sulasay": (55.980, -6.760),
}


@dataclass(frozen=True)
class Place:
    """One school or centre. `code` opens the references of its visits; `urban_rural` is the eightfold class."""

    code: str
    name: str
    sector: str
    cluster: str
    denomination: str
    roll: int
    urban_rural: int
    aliases: str = ""

    @property
    def seed_code(self) -> str:
        """Seven digits that begin with 99, which no real school has."""
        return str(9_900_000 + 13 * (CODES.index(self.code) + 1))

    @property
    def remote(self) -> bool:
        """On an island, or remote or very remote rural: a visit costs most of a day."""
        return self.urban_rural >= 7 or self.cluster in ISLANDS


# code | name | sector | denomination | roll | urban-rural | aliases
_TABLE = """
# Inverskail
INV|Inverskail High School|secondary|ND|1150|2|IHS;Skail High;Inverskail High
SKB|Skailbridge Primary School|primary|ND|412|2|Skailbridge PS;The Brig
STM|St Moluag's RC Primary School|primary|RC|268|2|St Moluag's;Saint Moluags
WSK|Westerskail Primary School|primary|ND|331|2|Westerskail PS
QBR|Quarrelbrae Primary School|primary|ND|287|2|Quarrelbrae PS;Quarrel Brae
BGS|Bun-sgoil Ghàidhlig Inbhir Sgàil|primary|ND|146|2|Inverskail Gaelic Primary;Inverskail Gaelic School
DRM|Drumskail Primary School|primary|ND|198|3|Drumskail PS
LNG|Langmorlie Primary School|primary|ND|74|6|Langmorlie PS
LTP|Lintiemuir School|special|ND|58|2|Lintiemuir
SEY|Skailside Early Years Centre|early_years|ND|64|2|Skailside Nursery;Skailside ELC
# Kilbrannan
KAC|Kilbrannan Academy|secondary|ND|684|4|Kilbrannan Acad;KA
KIL|Kilbrannan Primary School|primary|ND|296|4|Kilbrannan PS;KPS
STD|St Donnan's RC Primary School (Kilbrannan)|primary|RC|121|4|St Donnan's, Kilbrannan
ARD|Ardmorlie Primary School|primary|ND|63|7|Ardmorlie PS
GVA|Glen Varrich Primary School|primary|ND|31|7|Varrich
BAL|Balnacreag Primary School|primary|ND|22|7|Balnacreag PS
PRT|Portavannie Primary School|primary|ND|88|7|Portavannie PS
BEY|Brannan Bay Early Years Centre|early_years|ND|48|4|Brannan Bay Nursery
# Port Torran
PTA|Port Torran Academy|secondary|ND|421|4|Torran Academy;PTA
TRB|Torran Bay Primary School|primary|ND|187|4|Torran Bay PS
SDT|St Donnan's RC Primary School (Port Torran)|primary|RC|94|4|St Donnan's, Port Torran
ACH|Achnalarig Primary School|primary|ND|41|7|Achnalarig PS
KNC|Kinnaclach Primary School|primary|ND|17|8|Kinnaclach PS
BDT|Bun-sgoil Dhùn Torrain|primary|ND|58|4|Dun Torran Gaelic Primary
LEA|Leacanbuie Primary School|primary|ND|26|7|Leacanbuie PS;The Leacan
CLG|Cairnlarig School|special|ND|33|4|Cairnlarig
# Dunfearn
DHS|Dunfearn High School|secondary|ND|892|3|Dunfearn HS;DHS
FRN|Fearnbrae Primary School|primary|ND|364|3|Fearnbrae PS
STC|St Cormac's RC Primary School|primary|RC|203|3|St Cormac's
MLF|Milton of Fearnach Primary School|primary|ND|241|3|Milton of Fearnach PS;Milton
OCH|Ochterfearn Primary School|primary|ND|118|6|Ochterfearn PS
TAR|Tarrieburn Primary School|primary|ND|57|6|Tarrieburn PS
# Glenorrin
GHS|Glenorrin High School|secondary|ND|318|4|Glenorrin HS
STO|Strathorrin Primary School|primary|ND|142|4|Strathorrin PS
INO|Inverorrin Primary School|primary|ND|66|7|Inverorrin PS
STT|St Talorc's Episcopal Primary School|primary|EP|49|7|St Talorc's
DAL|Dalfearnach Primary School|primary|ND|29|7|Dalfearnach PS
GAR|Garvalt Bridge Primary School|primary|ND|14|8|Garvalt Bridge PS
# Lochalder
LAC|Lochalder Academy|secondary|ND|233|7|Lochalder Acad
ALD|Alderskene Primary School|primary|ND|97|7|Alderskene PS
BRG|Brigalder Primary School|primary|ND|38|7|Brigalder PS
KLA|Kinlochalder Primary School|primary|ND|24|8|Kinlochalder PS
COU|Coulnacraig Primary School|primary|ND|19|8|Coulnacraig PS
UAM|Uamhbeg Primary School|primary|ND|11|8|Uamhbeg PS
# Craigvarra
CHS|Craigvarra High School|secondary|ND|276|5|Craigvarra HS
VAR|Varra Bridge Primary School|primary|ND|153|5|Varra Bridge PS
STK|St Kevoca's RC Primary School|primary|RC|72|5|St Kevoca's
SAN|Sandvarra Primary School|primary|ND|45|8|Sandvarra PS
MEA|Meallbuie Primary School|primary|ND|21|8|Meallbuie PS
POL|Poltachan Primary School|primary|ND|13|8|Poltachan PS
# Isle of Ronsaig
RHS|Ronsaig High School|secondary|ND|187|8|Àrd-sgoil Rònasaig;Ronsaig HS
PRO|Port Ronsaig Primary School|primary|ND|104|8|Port Ronsaig PS
RUB|Bun-sgoil Rubha Ghlais|primary|ND|36|8|Rubha Glas Primary
TOB|Torabost Primary School|primary|ND|23|8|Torabost PS
SKG|Skeligarth Primary School|primary|ND|9|8|Skeligarth PS
HUL|Sgoil Hulmaigh (Hulmay School)|all_through|ND|38|8|Hulmay School;Sgoil Hulmaigh
# Sulasay
SHS|Sulasay High School|secondary|ND|61|8|Àrd-sgoil Shùlasaigh;Sulasay HS
BSU|Balesulay Primary School|primary|ND|44|8|Balesulay PS
BCH|Bun-sgoil Cladach Shùlasaigh|primary|ND|15|8|Cladach Primary
FLO|Flodigarth Primary School|primary|ND|7|8|Flodigarth PS
"""
_DENOMINATIONS = {"ND": NONE, "RC": RC, "EP": EPISCOPAL}


def _place(line: str, cluster: str) -> Place:
    code, name, sector, denomination, roll, urban_rural, aliases = line.split("|")
    return Place(code, name, sector, cluster, _DENOMINATIONS[denomination], int(roll), int(urban_rural), aliases)


def _places() -> tuple[Place, ...]:
    places: list[Place] = []
    cluster = ""
    for line in _TABLE.strip().splitlines():
        if line.startswith("# "):
            cluster = line.removeprefix("# ")
        else:
            places.append(_place(line, cluster))
    return tuple(places)


PLACES = _places()
CODES = tuple(place.code for place in PLACES)
BY_CODE = {place.code: place for place in PLACES}


def _position(place: Place) -> tuple[float, float]:
    """Latitude and longitude in degrees: near the cluster's middle in a town, up to about 13 km out in the country."""
    latitude, longitude = CLUSTERS[place.cluster]
    order = [other.code for other in PLACES if other.cluster == place.cluster].index(place.code)
    kilometres = (1.0 if place.urban_rural >= 6 and place.sector == "primary" else 0.25) * (1 + 1.5 * order)
    angle = order * math.radians(137.5)
    north, east = kilometres * math.cos(angle), kilometres * math.sin(angle)
    return latitude + north / 111.2, longitude + east / (111.2 * math.cos(math.radians(latitude)))


def _roll(place: Place, rng: random.Random) -> int:
    """A few pupils more or fewer for each seed; the smallest and the largest school stay as they are."""
    change = round(place.roll * rng.uniform(-0.06, 0.06))
    fixed = place.roll in (SMALLEST_ROLL, LARGEST_ROLL)
    return place.roll if fixed else max(SMALLEST_ROLL + 1, place.roll + change)


def school_row(place: Place, link_officer: str, rng: random.Random) -> dict[str, str]:
    """One row of the `schools` contract."""
    latitude, longitude = _position(place)
    order = CODES.index(place.code)
    district = list(CLUSTERS).index(place.cluster) + 1
    return {
        "seed_code": place.seed_code,
        "name": place.name,
        "aliases": place.aliases,
        "sector": place.sector,
        "cluster": place.cluster,
        "denomination": place.denomination,
        "roll": str(_roll(place, rng)),
        "urban_rural": str(place.urban_rural),
        "latitude": f"{latitude:.5f}",
        "longitude": f"{longitude:.5f}",
        # No postcode area is called SC, so that no letter and no map goes to a real door.
        "postcode": f"SC{district} {order % 9 + 1}{'ABDEFGHJLN'[order % 10]}{'PQRSTUWXYZ'[order * 7 % 10]}",
        "link_officer": link_officer,
    }
