"""Names of fictional people, and their e-mail addresses at a domain that nobody can own (RFC 2606, `.example`)."""

from __future__ import annotations

import unicodedata

DOMAIN = "strathcarron.example"

HEAD_OF_EDUCATION = "Morven Achterlonie"
QUALITY_MANAGER = "Tariq Mehmood-Bain"
ATTAINMENT_ADVISER = "Paweł Zawadzki"
PARTNER = "Beathag Rennie-Kaur"
ADMINISTRATOR = "Jean Abernethy-Sproull"
NOT_ARRIVED = "Ruaridh Pettigrew-Singh"

HEADS = tuple(
    """Aileen Drummond-Roy|Alasdair MacIlwraith|Amrit Sandhu-Keir|Anna Maciejewska|Annag NicIlleathain|Archie Tweedlie
Ayesha Rafiq-Munn|Barbara Ollerenshaw|Beata Kowalczuk|Blair Auchincloss|Brìde NicFhionghain|Calum Iain MacAskill-Orr
Caoimhe O'Gallchobhair|Catherine Baxendine|Cèitidh NicMhathain|Charles Dunnachie|Chinwe Okereke-Hay|Claire D'Ambrosio
Colette Fitzsimmons-Bell|Craig Haldane-Muir|Dagmara Pietrzak|Dearbhla Ó Scannláin|Derek Wotherspoon-Lang
Dòmhnall MacPhàrlain|Dougal Fenwick-Ross|Edwina Purdie-Galt|Eleanor Strang-Moodie|Elspeth Cruickshanks
Esra Aydoğan-Gow|Euan Tannahill-Shiel|Faisal Mahmood-Reid|Fenella Arbuckle|Findlay Rattray-Moar|Flora Bannatyne-Hood
Gail Ogilvy-Prentice|Geraldine McAvennie-Hughes|Gillian Huddlestone|Grażyna Nowicka-Boyd|Harpreet Gill-Lennie
Helen Tarbolton|Hugh Carmichael-Veitch|Imran Bashir-Tait|Ingrid Flett-Sørensen|Iseabail NicDhòmhnaill-Gunn
Ishbel Threipland|Jacek Wróblewski|Janice Pollock-Weems|Jasmin Qureshi-Law|Joanna Szymczak|Josephine O'Rafferty-Kerr
Karen Dalgarno-Speirs|Katrine Lindqvist-Mowat|Keith Whitelaw-Bryce|Kirsty-Anne Lamberton|Lachlann MacUalraig
Leela Nair-Cochrane|Lesley Ballingall|Magda Jabłońska|Màiri NicGillÌosa|Malcolm Inkster-Dow|Marsaili Nic a' Phearsain
Maureen Haggerty-Coyle|Meera Krishnan-Begg|Michelle Stoddart-Wylie|Mohammed Anwar-Leckie|Muireall Chiesley
Neil Abercrombie-Toal|Noreen McGlinchey-Dow|Olufemi Adebayo-Scobie|Oonagh McIlhatton|Peigi NicAmhlaigh
Philippa Garden-Lyall|Priya Chakraborty-Moir|Rab Trotter-Haig|Rebecca Aitkenhead-Vass|Rhona Dingwall-Craw
Roderick Eunson-Heddle|Rosalind Pringle-Ure|Sadia Hussain-Crail|Sandra Wedderspoon|Seonag NicCoinnich-Bain
Sheila Kilgour-Batty|Sìleas Nic an t-Saoir|Sorcha Ní Mhaoláin-Dey|Stella Umeh-Carswell|Tadeusz Gawroński
Theresa Quigley-Mair|Tomasz Bielecki|Ùna NicRuairidh|Vikram Deshpande-Orr|Wendy Hepburn-Tosh|Yvonne Gilfillan-Rae
Zainab Iqbal-Fyfe|Zofia Lewandowicz""".replace("\n", "|").split("|")
)
_NO_ACCENT = str.maketrans({"ł": "l", "Ł": "L", "ø": "o", "'": "", " ": ""})


def email_of(name: str) -> str:
    """The address of a person of the demo: given name, a dot, the rest, in plain lower-case letters."""
    given, _, rest = name.partition(" ")
    folded = unicodedata.normalize("NFKD", f"{given}.{rest}".translate(_NO_ACCENT))
    plain = "".join(letter for letter in folded if not unicodedata.combining(letter))
    return f"{plain.lower()}@{DOMAIN}"
