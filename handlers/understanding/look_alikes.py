"""Words of English that are a slip of the keyboard from a word of the trade and are none: 'plain', 'mentioned'.

Found by asking of every word in lower case of the British English list of SCOWL (Debian's `wbritish`, 2020.12.07, free
to use) whether it would be put right, and a few that are not in it; to be found again when the words whose slips are
mended change.
"""

from __future__ import annotations

from functools import cache
from typing import Final

_LOOK_ALIKES: Final = """
gran headlice
abandoned abandons absentees abstention academics accent accented accepts alarms alters ambiences amen amends appal
appeals appear appreciates approves attachment attendant attendants attentions attentive attenuation attrition auction
auctions authoring authorise averts awesomely backgrounds balded balding bandaging bandied bands bandy bandying banged
banging banked banking banned banning basins bassi bather beater belted bending biddies binding bland bonded bonding
brand branded branding brandying briefings brilliance brilliancy brilliantly brilliants brook brother budded budding
budged budges budgie budgies bumps bumpy busby bushiest bushy busies callus capacitor carjacking cash cashes catcalled
catcalling categories categorise categorises ceasing centred centuries chafing chaise championed champions chancel
channelled channelling chanted charged charges chaste cheeks cheeps cheer cheery chewers christens clacking clanged
clarified clasped classifieds classifies cloisters clutter clutters coding coking collection combing comings command
commanded commander commanders commando commandoes commandos commends compacted compelled compete competed complainer
complains complected completest complexes compliant complying comported composted concealed concealing conceding
conceited conceived conceiving concert concerted concertina concerting concertos concerts concreted concreting
concurred concurring condemned condemning conducted confection conferred conferring confessed conform confuse
confusedly confuser confusers confuses confuted congest connected connection connector connects conserved conserving
consisted consistently consisting consorted constants consulate consulates contested contests context contract
contracts contrasts contributed contributes contributor contused convection converged converging conversed conversing
converted converting convulsed cooing coring correctest correctional corrections corrective corrector correlated
correlation corrupted corruption cowing crackings crackling cranking crashes cricking dagger dairy dancer dander
dangers danker dartboard deadliness deafer decade decidedly decode decoded deer defers defter denominating denominator
deride derided derision designations destination detonations diffed digests direst disagreed disagrees disbursed
disclosed discoursed discus discuses disguised disgusted dismissed disrepute distinctions distribute distributes
distributing distributions distributive distributor divest domination downhills drifts duffer earthlier easier eastern
eater edict edits enchanted enhance enhancer enhances enlargement entranced equably equals establishment ester
excisions excitable exclusives excursions exemplifications explosions expulsions extrusions facets fagged fags
faintness fairy fakir falser farmer fats feature featured fiats figurines filet firmer fist fists flair flits flogged
foresight forger forthright fractures fragiler fragilest furnished gals gaol gaols golds graces grad grapes grates
graves grazes greats ground grounders hallway headiest headlands headlined headwinds heartiest heavies heaviness
helpfully helplines historical homie hotshots hysterically imbalanced imbalances inaccuracy inaccurately inaugurate
incentive incite incorrectly indicates indications infection inflection injection inland insertion instructing
instructional instructive instructor instructors intensify introductions intrusive inventive islanders journeyed
journeys justifications lagging lapped lased latex lathe lather latte latter leas leavens legends legging lest levees
levers lightness lodging lonely lopsidedly lugging macerated magics mailings maiming market masked massage massaged
massages massaging massed mauling mentioned mentioning menus messed millstone millstones minestrone minuets minuses
minutest misdealing mislaying misled misquote misquotes misreading misreadings misrepresent misrepresented misstates
mistaken misted misused moderator modulated mussed niche niece noes nominated nominates nominative nonmember nude
nudes nudged nunneries objects office offices organised organiser organisers organises organism organisms organist
organists originality originals outstandingly outstaying overloads overlooked pained pans pared parentage parred pasta
paste pasturing pasty pats pattering pencils peppering percentile perfected perfecter perfectly perfects petering
phoney pictured pictures pigging pigs piing pining pinking pinning pins plain plains plane plank planks plant plants
plastering plush pone postponed postpones posturing pottering practical practicals precious preciously preempted
prefect preference pressured pressures pressurise primarily proactive promoted promotion prompter prompters promptest
proportional proportioned proportions proposition published publisher publishes pushy puttering rafted ranted rational
rationales rationalise rationally rationals ratted reacted rearranged rearranges reasserted reassesses rebind
rebinding reconsider reconsiders refunding reindeers rejoinder rejoinders rekindled rekindling relieving remainder
remainders remand remanded remanding remitting renounces repossessed rescinded rescinding retched revile revised
revises revisits revive rewind rewinding reword reworded rings risky roached rubbished rubbishes rubbishy rubdown
ruing rundowns sacked sale sanding scared scares scaring scones scopes scorns scrape scraps scratched screeched scrubs
seared searing secondarily seeding seeings seeking seeping sensing septa sewed sewing sexing shaded shading shafted
shaking shamed shaming sharable sharked sharking sharped sharping shaved shaving sheared shearing shifts shifty
shipped shipping shirted shit shlepping shoon shored shores shoring showcased showcases shred shrift shrinking
shrugging shunt shuts sicking sift sifted singing sinning sittings skewer skipped skipping slapped slapping slashing
slept slewed slider slinking slipper slopped slopping sloth slots smacked smuggling snacked snapshots snared snaring
snipped snipping snitch snores snuggling soared soaring sores spending spends spewed splashing spoon spores spreads
spreed squashing stable stabled staked staled staler stales stalked staple stapled stared staring stashing stat
statistic statistical stewed stinking stippling stitch stoats stocked stoner stores stouter straggling strangling
stretcher stretchers stretches stretchier stripping struck submarine suck suite summaries summarily summery summit
sundae sundry superb supers supper surrey swamp swaps swashing swatch swept swoon tank tanks tenting texturing thick
thru thunks ticks tieing ties tiger tigers timbering timberline timeliness tinkering tire tired tires tiring tittering
toady touchy trick troubled troubles tubes tunes tuxes unequally unfurnished universes unload unpunished unsettle
unsettles untruer uploads venerable visioning vitiating vulnerably waning warding warming warnings warping warring
weeds welds wends wheat withdrawal withdrawn withdraws withdrew wonderfully worrier worryings yearns yeas
"""


@cache
def look_alikes() -> frozenset[str]:
    """Those words; split for the first word that may be a slip."""
    return frozenset(_LOOK_ALIKES.split())
