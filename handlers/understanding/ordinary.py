"""Words of ordinary questions, which do not name a school unless something else says so.

Ours: collected from how officers and headteachers ask. A school may still be called by one of them ('Park', 'Plan'):
then a type word beside it, a capital letter, or the name standing alone decides.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

_ENGLISH: Final = """
a able about above across act actual add after afternoon afterwards again against age ago agree ahead all allow almost
alone along already also although always am among an and annual another answer any anybody anyone anything anyway
apart apply appoint are area around arrange arrive as aside ask assist at attend available aware away awful back bad
base basic be became because become been before begin behind being below beside best better between big bit book both
bother bring brief briefly broken brought build busy but buy by call came can cannot cant cancel care carry case cause
chair chance change chat check cheers choose clash clear close closed cold collect combine come complete concern
confirm consider contact content continue convene copy correct cost could couldnt count couple course cover create
current currently cut daily date day deal decide decline deep delay delete depend describe detail did didnt differ
different difficult direct discuss do does doesnt done dont down draft drop due during each earlier early easy eight
either eleven else email end enough enter entry especially even evening event ever every everybody everyone everything
exact example except expect explain extra fact fail fair fall far fast feel feed few fifteen fifth figure file fill
final find fine finish first fit five fix flag focus follow for forget form former forward four fourth free frequent
friend from full further future gave general get getting give given glad go goes going gone good got great grand group
guess had half happen happy hard has hasnt have havent having he hear heard held hello help hence her here hers hey hi
high higher him his history hold holiday home hope hour how however hows i id if ill im immediate important improve in
include increase indeed inform information input inside instead into invite involve is isnt issue it item its ive job
join just keep kept kind knew know known lack last lastly late later latest lately lead learn least leave led left
less let lets letter level like likely line list little live log long longer look lot lots low lower made main make
many matter maybe me mean meant meet meeting message met might mind mine minute miss missed mode moment month monthly
more moreover morning most move much must my myself name near nearly need neither never new newest next nice nine no
nobody none noon nor not note notes nothing notice notify now nowhere number occur of off offer often oh ok okay old
on once one online only onto open option or order other others ought our ours ourselves out outside over overall
overdue overview own page part pass past pause people per perhaps period person phone pick place plan plans please
plus point possible post present pretty previous print prior probably problem process progress proper propose provide
purpose push put question quick quickly quiet quite quote raise rather reach read ready real really reason receive
recent recently record refer regard regular remain remember remind reminder remove rename repeat reply report request
require resend reschedule rest result resume return review right role room round rule run said same sat save saw say
says schedule second see seem seen select send sent sept session set seven several shall shape share she short should
shouldnt show side sign similar since single sit six small so some somebody someone something sometime sometimes soon
sorry sort sound space speak spare specific split staff stand start state status stay still stop stuff subject submit
such suggest sum suppose sure switch table take taken talk target tell ten term text than thank thanks that thats the
their theirs them themselves then there theres these they thing think third this those though three through throughout
thus till time times title to today together told tomorrow tonight too took top total touch toward towards track true
try turn twelve twenty twice two type under undo unless until up update upon urgent us use used usual usually various
very via view visible visit visiting visits wait want wanted was wasnt way we wed week weekend weekly weeks welcome
well went were weve what whatever whats when whenever whens where wheres whether which whichever while who whoever
whole whom whos whose why will wish with within without wont word work worry would wouldnt write written wrong wrote
yeah year yearly years yes yesterday yet you your yours ta mate pal aye wee naw hiya fab brill pls plz thx asap fyi
btw re eg ie etc hmm er um wot wich monday tuesday wednesday thursday friday saturday sunday mon tue tues weds thu
thur thurs fri sun january february march april may june july august september october november december jan feb mar
apr jun jul aug sep oct nov dec pm oclock midday midnight fortnight boots car
amber system belong deserve inherit dictate forgive recommend fancy nominate admire boast brag trace fetch dig nip swing
travel drive sail fly catch skip scrap bump shift squeeze slot pencil jot scan paste tidy nag buzz dial ignore reckon
wonder wish doubt dread hate love enjoy prefer appreciate praise blame accuse complain argue apologise admit promise
swap extend shorten stretch bear clarify rename smooth soothe manage reread rewrite confess insist assume pretend happen
occur arrive depart return borrow lend owe pay earn afford spend waste mend fix repair break crack cope wobble stumble
struggle brew twitch simmer alongside power wind swear blind bounce paid phones quid
bubble rumble ripple tumble
boat ferry plain clear bright calm warm cold wet dry dark quick slow
loud soft sharp sick tired sunny windy rainy misty foggy snowy icy stormy slide slip
quarter autumn winter spring summer christmas
easter xmas w wis tip tipped
"""
_SCHOOL_LIFE: Final = """
absence absent academies accuracy achieve achievement acting action actions additional administrator advice adviser
advise agenda aim analysis annual appointment approach assess assessment asn attainment attendance audit authority
balance balanced baseline behaviour benchmark bge buddy budget bullying calendar capacity caseload celebrate cfe
challenge chase child children choice class classes classroom closure cluster clusters coach coaching collaborate
college colleague comment communicate community compare comparator complaint complaints compliance conference
confidential consent council counsellor cover creativity criteria crisis curriculum dashboard data deadline decision
denomination department depute deputy develop development dht dip director directorate discussion dispute district
drama duty eal early early_years education educational effect employability engage engagement enhanced equality equity
evaluate evaluation evidence exam excellence exclude exclusion exclusions exit expert experience expertise external
family families feedback figures finance forum framework funding gap gaelic gate goal goals governor grade guidance
guide handover head heads headteacher headteachers health hgios history hmi hmie hoe homework hub ht hts hybrid
identify impact improvement inclusion inclusive indicator indicators induct induction info initiative inservice inset
inspect inspection inspector intensive intent intervention interview introduce join joint kid kids lead leader leaders
leadership learner learners learning leaver lesson liaison link linked listening literacy local majority manage
management manager map mark marks maths measure measures median meeting mental mentee mentees mentor mentoring mentors
minority moderate moderation monitor monitoring music national network newly numeracy nurture nurturing observation
observe officer officers ofsted outcome outcomes outdoor overseer oversight pack pair paired pairing pairs parent
parental parents participation partner partnership partnerships pattern pedagogy peer pef percentage performance phase
play policy practice practices practise premises presentation primaries principal priority professional profile
programme project provider provision psychologist pt pupil pupils qi qim qio qios quality quantity rank rate rating
reading reception refusal region register relationships remote resource resources responsible restorative rights risk
risks roll rolls rota rural safeguarding sample schools score secondaries secondee sector self selfevaluation senior
service services sef shortage sickness simd sip slack slides slt specialist sqr stage stages standards statement stem
strategy strategic strength strengths strong stronger struggle struggling student students successful success suit
summarise summary supply support supported supporting supports survey sustainability teach teacher teachers teaching
team teams template test themes theme thinking tier tiers timetable timeline topic tracking train training transition
transitions trend tutor universal universals vacancy vacancies vice visitor visits visited voice weakness weak
wellbeing whatsapp work workforce workload workshop writing youth zoom
"""
_NAMES_TOO: Final = """
park hill castle bridge road street bay mill grove heart cross hospital centre central house garden gardens lodge
square view green rose grant hope bank field wood well water church court mount valley port harbour rock stone glen
meadow gordon royal king queen prince victoria trinity north south east west upper lower middle new old little great
hall site back black tongue tough tower glass quarry public yell walls skills trust peace crown farm fox oak lane mile
bell young dean keith ross robert fergus leslie alice anna anne douglas scott murray craig graham alan allan stewart
stuart david john james mary paul peter thomas duncan edward alexander andrew margaret catherine fiona morag eilidh
iain ian alasdair tuition lady holy angel angels star sun moon sea island isles river spring burn brae hub unit
"""
# These may be ordinary or part of a name; typed beside a name that lacks them, they point at another school.
ALSO_NAMES: Final = frozenset(_NAMES_TOO.split())
ORDINARY: Final = frozenset((_ENGLISH + _SCHOOL_LIFE).split()) - ALSO_NAMES
# First names that are common in Scotland; ours. With a surname after them they are a person's, on record or not.
_COMMON: Final = """
keith ross robert fergus leslie alice anna anne ann douglas scott murray craig graham alan allan stewart stuart david
john james mary paul peter thomas duncan edward alexander andrew margaret catherine fiona morag eilidh iain ian alasdair
ailsa aileen aisha alison amanda amy angela angus annie archie barbara beth brian bruce callum calum cameron carol
catriona cathy charlotte chloe christine claire colin connor craig daniel deborah denise derek diane donald donna eileen
elaine elizabeth ellen elspeth emily emma euan ewan fergus finlay fraser gail gary gavin gemma george gillian gordon
grant greg gregor hamish hannah hazel heather helen hugh isla irene isobel jack jackie jacqueline jane janet janice jean
jennifer jenny jessica jim joan joanna joanne joe judith julie karen kate katie kathleen kelly kenneth kenny kevin
kirsten kirsteen kirsty laura lauren lesley lewis liam lilian linda lindsay lisa liz lorna lorraine louise lucy lynn
lynne mairi malcolm marion mark martin mairead maureen megan mhairi michael michelle moira morven nicola niall nicole
neil norman olivia pamela patricia patrick pauline rachel rebecca rhona richard robbie roddy ronald rory rosemary ruth
ryan sally samantha sandra sarah sean senga sharon sheila shirley shona simon sophie stephen steven susan suzanne tariq
theresa tom tracey tracy valerie veronica wendy william yvonne zoe
"""
FIRST_NAMES: Final = frozenset(_COMMON.split())
# After one of these a school is likely to be named.
_BEFORE_A_NAME: Final = "for at to of about in with is does has did from visit visiting see and into"
LEADS_IN: Final = frozenset(_BEFORE_A_NAME.split())
_SUFFIXES: Final = ("s", "es", "d", "ed", "ing", "ly", "er", "ers")


# Every word of a sentence is judged several times over, and most are few.
@lru_cache(maxsize=8192)
def is_ordinary(word: str) -> bool:
    """Whether a word (in its plain spelling) or what it is built on belongs to ordinary questions."""
    return word in ORDINARY or any(_base_is_ordinary(word, suffix) for suffix in _SUFFIXES)


def _base_is_ordinary(word: str, suffix: str) -> bool:
    base = word.removesuffix(suffix)
    if base == word or len(base) < 3:
        return False
    doubled = suffix != "s" and len(base) > 3 and base[-1] == base[-2] and base[:-1] in ORDINARY
    return base in ORDINARY or base + "e" in ORDINARY or doubled
