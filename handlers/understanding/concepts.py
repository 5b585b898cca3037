"""What people's words are about: each concept with the words and phrases that speak of it.

Ours: how officers and headteachers write. `~` stands for up to four words between. Spelled as `phrases.tokens_of`
spells: no apostrophes ("don't" is 'dont'), "what's" is 'what', 'oor' is 'our'. Phrases of several words are found in
any inflection, single words as they stand here. One long table, kept whole so that it can be read beside evidence.py.
"""

from __future__ import annotations

from typing import Final

CONCEPTS: Final[dict[str, str]] = {
    "what": "what; tell me; show; show me; give me; can you tell; see; is there; are there; any",
    "which": (
        "which; what schools; what primaries; what secondaries; what targeted; what intensive; what universal; "
        "what visits; what plans; name the schools"
    ),
    "who": (
        "who; whose; whom; whoever; name of; name the; which officer; which qio; which person; anyone; anybody; "
        "someone; somebody; has anyone; anywhere; where"
    ),
    "when": "when; what date; what day; what time; which day; which date; how soon; how long until",
    "why": (
        "what changed that; what led; led to; what prompted; what caused; what triggered; prompted; caused; "
        "triggered; what was behind; behind the; put us on; put us in; what put; how did ~ end up; evidence; "
        "what for; thinking behind; on what; justify; why; how come; reason; reasons; what made; rationale; "
        "justification; grounds; explain; basis; because of what; what evidence; evidence for"
    ),
    "how many": (
        "how many; number of; count of; a count; how much; total; breakdown; numbers; how often; what proportion; "
        "what percentage; what share"
    ),
    "list": (
        "rundown; names of; run through; print; give me the; show my; show us all; which ones; who all; list; "
        "show me all; show me every; show all; every; all; all the; a list; full list; everyone; all my; all our"
    ),
    "going": (
        "working out; shaping up; coming on; any movement; moving along; still to do; left to do; remaining; "
        "progressing; on course; far on; how well; ticking along; whats left; what progress; how is progress; "
        "any progress; remind me of; whats outstanding; getting on; how is; how are; how ~ going; going; on track; "
        "progress; up to; status; state; coming along; along; far; how ~ doing; doing with; whats in; what is in; "
        "in the; get on; latest; current; moving"
    ),
    "next": (
        "next; upcoming; soon; coming up; coming; due; anything planned; diary; again; forthcoming; first visit; "
        "due in; due out"
    ),
    "is": "is; are; still; am; was; were; has; have; does; do",
    "tier": (
        "extra support; more support; kind of support; type of support; support are we; support is; support do; "
        "amount of help; where we sit; where do we sit; where we stand; rated; tier wise; support package; "
        "intensity of support; on the ladder; support rating; classified; classed; tier; tiers; tiering; tiered; "
        "level of support; support level; support tier; band; banding; banded; how much support; what support; "
        "category of support; support category; category; categorised; our level; what level; which level; "
        "level are; level is; amount of support; on what level; support band"
    ),
    "past": (
        "always been; never been; all along; up till now; until now; last on; moved at all; changed at all; "
        "has changed; have changed; changed since; shifted; ups and downs; up and down; former; at one point; "
        "ever been; movement; trajectory; journey; previous years; been through; ever; history; previous; "
        "previously; used to; over the years; over time; last year; last session; in the past; before; past; "
        "changed; changes; historically; how often; times ~ changed; been on; had; timeline; since 20; formerly; "
        "originally; track record; two years ago; a year ago; years; ago"
    ),
    "decided": (
        "signed off; told about; was told; been told; whose call; who has the say; knew about; who approved; "
        "in on the; who decided; decided; decide; who made; who chose; whose decision; decision; who put; "
        "who moved; who set; who signed; who agreed; discussed; discuss; talked about; talked through; consulted; "
        "spoken to; asked about; who says; made the decision; on whose"
    ),
    "since": (
        "date ~ moved; date ~ became; date ~ put; become; became; since when; since what; how long ~ been; "
        "how long have; how long has; how long; when did ~ go; when did ~ become; when did ~ move; "
        "when was ~ moved; when was ~ put; when was that; when was it; when did that; when did it; from when; "
        "what date did"
    ),
    "moved up": (
        "moved to; gone up; gone down; went up; went down; moved up; moved down; been moved; been put; put on; "
        "put up; go up; go down; why are; why is; why am; why have; why has; why was; why were; moved onto"
    ),
    "exit": (
        "how do we get off; how do i get off; what will it take; ready to come; to move to; to get down; "
        "to be universal; way out; coming off; be taken off; what would; need to do; get back; back to; come off; "
        "get off; come out of; get out of; step down; move down; exit criteria; exit; move back; criteria; "
        "to get to; drop to; drop back; have to do; needs to happen; take to"
    ),
    "schools": (
        "ones; any of my schools; each school; every school; the whole cluster; school in my; school has; schools; "
        "primaries; secondaries; nurseries; academies; heads; headteachers; hts; establishments; centres; "
        "school are; settings; any school; many school; everyone"
    ),
    "each": "each; per; every; by tier; by level; by sector; by cluster; breakdown; across the tiers; in each",
    "visit": (
        "been to; been out; been in to; come to us; come tae us; get to us; get to see; round again; be round; "
        "come round; coming round; next in; next at; will ~ be in; been to see; been out to; popping by; call by; "
        "next with us; drop by; swing by; out our way; out this way; catch up with; catchup; come to see; "
        "get out to; get in to; meeting with ~ officer; visit; visits; visiting; call in; calls; site visit; "
        "school visit; attainment visit; v1; v2; v3; v4; in to see; visit 1; visit 2; visit 3; visit 4; "
        "first visit; second visit; third visit; fourth visit; visit from; come and see; come in; coming in; "
        "come out; coming out; see us; see me; seeing; out to us; out to see; in to us; dropping in; popping in; "
        "drop in; pop in; you in; be in; will ~ see; due in; engagement"
    ),
    "visitor": ("link officer; officer coming; when ~ coming; qio; officer; coming to; coming in; coming out; coming"),
    "seen": (
        "seeing; who am i seeing; meeting; meetings; what have i got; my diary; diary; calendar; my calendar; "
        "appointments; bookings; booked; my visits; planned; scheduled; arranged; lined up; in the diary"
    ),
    "visits": (
        "calls; all my visits; visits; visit list; appointments; diary; calendar; meetings; engagement calendar"
    ),
    "book": (
        "put me down for; put us down for; get ~ in to; fix a date; fix a time; agree a date; agree a time; "
        "arrange for; do for a visit; hoping to come; get somebody; get someone; like to come; want to come; "
        "planning to come; thinking of coming; plan a; plan the; next available; availability; free on; free to; "
        "get a date; squeeze in; make time; pop ~ in; invite; get you in; have you in; get her in; get him in; "
        "have ~ out; have ~ in to; come by; ill come; i come to; set aside; lets do; book; booking in; book in; "
        "schedule; arrange; organise; set up; setting up; propose; pencil; put in; pencil in; fix up; plan in; "
        "get ~ in; sort out; sort a; come out and; come and; come in; new visit; slot in; slot; make a visit; "
        "make an appointment; add a visit; put a; suggest a; fit in; request a; ask for a; pop in; drop in; "
        "find a date; find a time; set a date; get a visit; diary in; come out to; id like to visit"
    ),
    "move": (
        "later in; hour later; hour earlier; day later; week later; later; no use; could it be; doesnt suit; "
        "not suit; doesnt work; no good; wont work; not going to work; clash; clashes; double booked; "
        "another slot; any other; rejig; sooner; knock back; knock ~ back; budge; slide; held over; carry over; "
        "put it on; move it; changed to; a week on; can we make; have to be; bump; would ~ be better; move; moved; "
        "reschedule; rescheduled; rearrange; shift; postpone; put back; put ~ back; push; push back; push ~ back; "
        "bring forward; bring ~ forward; change the date; change ~ date; change the time; change ~ time; delay; "
        "instead; another date; another day; another time; different date; different day; different time; go back; "
        "later date; swap; put off; put ~ off; earlier; change my visit; change our visit; change the visit; "
        "make it; defer; switch; alter; new date; new time; other day; rather than; change to; change it to"
    ),
    "cancel": (
        "take ~ out of; take ~ out; take ~ off; "
        "wont make; wont manage; cant get to; cant make it; wont get to; isnt happening; not happening; "
        "happening now; take it out; scrub; not coming now; is off; cant go ahead; cant take place; "
        "off the calendar; off the table; drop ~ visit; not be able; will have to miss; call it off; abandon; "
        "kill the visit; leave ~ visit out; isnt on; cant come; shut; not be going; dont come; have to pull out; "
        "pull out of; cancel; cancelled; cancelling; call off; call ~ off; scrap; drop the; cant do; cant host; "
        "cant make; cannot do; cannot host; cannot make; no longer need; no longer needed; not need; dont need; "
        "wont be able; not able to; unable to; not going ahead; isnt going ahead; forget the; remove the visit; "
        "delete the visit; withdraw; bin; cant have; cannot have; unable to host; cant manage; ditch; take out"
    ),
    "wrote": (
        "put in the note; put in a note; put the note; here are my notes; here is my note; my notes; get my note; "
        "upload my; notes from; enter my; save the note; note to add; type up; fill in my; complete the note; "
        "do the note; start a note; start the note; file the note; log; logging; write up; writing up; write ~ up; "
        "record my; record a; record the; record that; record; note down; add my note; add a note; add note; "
        "note for; my note; submit; file; enter; jot; write my note; put in my note; write a note; "
        "note of visit for; save my note; do my note; upload"
    ),
    "was there": (
        "done the; did my; was with; spent the; saw the head; have visited; been at; visited; i was at; i was in; "
        "i was out; just back; been out; been to; had a visit; did a visit; was at; just been; just left; "
        "just seen; went to; went out to; did the; that the v1 done; met with the; held; just finished; i saw; "
        "done at; visit done; completed the visit; visit happened; took place; back from; carried out; "
        "that is the; v1 done; v2 done; v3 done; v4 done; visit is done"
    ),
    "note": (
        "note; notes; note of visit; write up; minutes; visit note; visit notes; visit report; report of visit; "
        "report from the visit; record of visit; record; recorded; write up of; written about; what was written; "
        "what was said; what was recorded"
    ),
    "half written": (
        "unfinished note; unfinished notes; half written; half finished; half done; my drafts; my draft; draft note; "
        "draft notes; drafts; note i started; note that i started; started writing; where i left off; note i began; "
        "notes i began; notes i started; notes ~ havent finished; note ~ not finished; finish my note; "
        "finish my notes; finish the note; notes in draft"
    ),
    "note late": (
        "notes are late; notes late; notes of visit are late; late notes; late with notes; late with my notes; "
        "late with ~ notes; "
        "late with my note; overdue notes; notes overdue; notes are overdue; notes of visit overdue; "
        "notes ~ past; notes ~ overdue; notes ~ late; behind with ~ notes; behind with any notes; "
        "notes are due; notes due; note is due; note due; note is late; notes i owe; notes do i owe; "
        "notes ~ not marked; notes ~ waiting; notes ~ wait; notes ~ unanswered; notes ~ disputed"
    ),
    "accurate": (
        "accurate; spot on; a true record; a fair record; happy with; is right; is correct; is fine; is fair; "
        "looks right; looks fine; reads fine; no complaints; mark ~ accurate"
    ),
    "asks whether": (
        "is the note; is that note; is our note; is my note; is it accurate; has the head; has ~ marked; "
        "have they marked; did ~ mark; did the head; been marked; marked accurate yet; whether the"
    ),
    "next step": (
        "next step; next steps; agreed steps; steps are mine; steps from the visit; steps from our visit; "
        "from the note ~ to do; steps from the note; steps out of the note; step is done"
    ),
    "calendar link": (
        "calendar link; link to my calendar; link for my calendar; calendar feed; ical; ics; ics file; ics link; "
        "ical link; calendar subscription; subscribe to my calendar; subscribe to the calendar; calendar address; "
        "my outlook; into outlook; in outlook; outlook calendar; google calendar; apple calendar; "
        "calendar on my phone; visits on my phone; on my phone calendar; phones calendar; sync my calendar; "
        "calendar url; calendar file; link to ~ calendar; calendar of ~ on my phone"
    ),
    "stop link": (
        "stop; end; revoke; switch off; turn off; turn ~ off; switch ~ off; shut off; cancel; remove; delete; "
        "disable; kill; close; dont want; "
        "no longer want; take away"
    ),
    "new link": (
        "new; fresh; another; replace; replaced; reissue; reset; renew; regenerate; change; leaked; got out; "
        "somebody has my; "
        "lost my phone; different"
    ),
    "missing": (
        "awaiting; no write up; have i not; not had a note; without their; unwritten; owed; to be written; "
        "to write; have i still; not sent; not done; didnt get; no note; still need; still needs; "
        "havent been written; without a note; without note; have no; no note yet; not written; missing; "
        "outstanding; without; hasnt been"
    ),
    "wrong": (
        "doesnt reflect; didnt reflect; not reflect; needs changed; needs changing; needs corrected; needs fixed; "
        "need corrected; misleading; not how; hasnt been recorded; isnt how; wasnt how; dont recognise; "
        "do not recognise; dont accept; not accept; not balanced; left out; misquoted; factually; correction; "
        "corrected; false; rubbish; thats no right; no right; got it wrong; not a true; isnt a true; no fair; "
        "wasnt said; complain; wrong; inaccurate; isnt accurate; not accurate; dispute; disagree; dont agree; "
        "do not agree; not right; isnt right; incorrect; challenge; mistake; mistakes; error; errors; not what; "
        "no what; isnt what; wasnt what; appeal; contest; not true; isnt true; untrue; not fair; unfair; "
        "correct the; object; not happy with; unhappy with; query the; never said; didnt say; not a fair; "
        "misrepresents; complain about the note; amend"
    ),
    "agree": (
        "see you on; see you then; see you at; ok with me; suits me; lets go with; go with the; good with; "
        "all good for; thats us; thats good for; fine by us; happy wi; that suits; no problem with; book us; "
        "happy with that; looks good; good to go; we are free; count us in; put us down; fits; do us; agree; "
        "agreed; accept; accepted; suits; suit; works for; that works; fine for; ok for; fine by; good for us; "
        "happy to agree; happy with the date; happy with the time; is fine; fine with; confirm the visit; "
        "confirm the; confirm my; confirm our; that day is fine; that date is fine; that time is fine; say yes to; "
        "ok with; approve; im happy with; we can do; we can manage; can host; works well; perfect for; grand for; "
        "no bother with; confirm"
    ),
    "you": "you; yous; one of you; someone from the authority; the team",
    "plan": (
        "plan; plans; action plan; action plans; improvement plan; sip; actions; next steps; plan for; action points"
    ),
    "goal": (
        "goal; goals; goal 1; goal 2; goal 3; goal 4; goal 5; target is; targets; action 1; action 2; action 3; "
        "milestone; milestones; measure of success; step 1; step 2; step 3; action on"
    ),
    "update": (
        "nearly there; almost there; nearly done; making progress; now sitting at; up to; change the due date; "
        "change the date on; add progress; progress to; drop goal; drop the goal; drop our goal; abandon goal; "
        "is at; are at; sits at; stands at; tick; reached; hit the; goal met; "
        "goal done; all done; is sorted; achieve; is finished; put progress; put in progress; note progress; "
        "now done; is complete now; amend the plan; amend goal; log progress; got to; we hit; has been; "
        "been achieved; update; updating; mark; marked; tick off; record progress; progress on; is done; are done; "
        "is complete; is met; now at; is now; complete; completed; finished; achieved; have met; has met; "
        "weve met; sign off; signed off; close off; change the plan; edit; have done; have finished; half way; "
        "halfway; been met; hit our; report progress; add to the plan; revise; set goal"
    ),
    "late": (
        "havent updated; hasnt updated; not touched; anything slipping; are slipping; not moved; not finished; "
        "unfinished; should have been; drifting; gone stale; stale; gone past; not been reviewed; "
        "havent been reviewed; behind schedule; behind with; not on track; off track; needs chasing; need chasing; "
        "overdue; late; behind; running late; past; past ~ due; missed; deadline; slipping; slipped; out of date; "
        "not up to date; stuck; past their; havent been updated; not been updated; not updated; lapsed; "
        "outstanding; stalled; due date; chase; chasing; no progress"
    ),
    "no plan": (
        "not got a plan yet; no plans; havent a plan; hasnt a plan; yet to agree a plan; plan yet; plan missing; "
        "havent made a plan; still to write a plan; hasnt got a plan; no plan; no action plan; without a plan; "
        "without plans; without an action plan; dont have a plan; dont have an action plan; havent got a plan; "
        "havent got an action plan; lack a plan; missing a plan; doesnt have a plan; dont have plans; "
        "still need a plan; without action plans; not got a plan; missing plans"
    ),
    "down for": (
        "am i down for; i down for; have me down for; my name against; my name next to; my goals; my actions; "
        "my targets; my action points; am i responsible for; i responsible for; goals are mine; actions are mine; "
        "goals have i; goals do i; assigned to me; my part of the plan; my bit of the plan; i meant to be doing"
    ),
    "begin plan": (
        "start a plan; start an action plan; start the plan; start the action plan; new plan; new action plan; "
        "set up a plan; set up an action plan; draw up a plan; draw up an action plan; begin a plan; "
        "begin an action plan; create a plan; create an action plan; make a plan; make an action plan; write a plan; "
        "write an action plan; propose a plan; propose an action plan; put together a plan; "
        "put together an action plan; start our plan; start our action plan"
    ),
    "new goal": "add a goal; add another goal; add a new goal; new goal; another goal; one more goal; extra goal",
    "end plan": (
        "close the plan; close our plan; close the action plan; close our action plan; end the plan; "
        "end the action plan; finish the plan; wind up the plan; plan can be closed; close that plan; close ~ plan"
    ),
    "held review": (
        "record the review; record our review; record a review; record the plan review; record our plan review; "
        "log the review; log the plan review; log our review; write up the review; write up the plan review; "
        "write up our review; review was held; held the review; held our review; held the plan review; "
        "held our plan review; did the review; did our review; did the plan review; did our plan review; "
        "had our review; had the review; had the plan review; had our plan review; reviewed the plan; "
        "reviewed our plan; reviewed the action plan; reviewed our action plan; record ~ plan review"
    ),
    "review": (
        "look at the plan; next look at; look at it again; looking at it again; look over; go over; sit down; "
        "come back to; revisit; check in on; back round; due for a look; review; reviews; reviewed; reviewing; "
        "looked at again; look at again; revisited; plan review; tier review; checked again; re assessed; "
        "reassessed; reconsidered; back under review; up for review; meet about"
    ),
    "mentor": (
        "mentor me; buddy for; learn the ropes; learn from another head; experienced hand; another head to; "
        "old hand; colleague to talk; someone experienced; somebody experienced; someone to lean; "
        "someone who has done; someone who knows the ropes; talk things over; show me the ropes; bounce ideas; "
        "mentor; mentors; mentoring; mentored; mentee; mentees; buddy; buddies; buddied; buddying; buddy up; "
        "coach; someone to talk to; somebody to talk to; experienced head; experienced colleague; "
        "experienced headteacher; paired; partnered; matched; match me"
    ),
    "mentees": (
        "my mentees; my mentee; am i mentoring; i mentoring; i mentor; do i mentor; am i buddy; buddy to; "
        "am i the mentor; am i a mentor; mentor to; who do i mentor; im mentoring; i am mentoring"
    ),
    "room": (
        "room; has room; have room; capacity; free; spare; space; a space; available; take on; could take; can take; "
        "take another; unused; not full; spaces"
    ),
    "training": (
        "training; trained; training lapsed; lapse; lapsed; lapses; run out; refresher; retrain; retraining; expire; "
        "expired; expires; out of date; renewed; renew"
    ),
    "pair": ("pair; pairs; paired; pairing; pairings; matched; matches; partnered; mentors and mentees; mentor list"),
    "turns down": (
        "decline my; decline the; decline this; decline our; i decline; decline it; dont want a mentor; "
        "dont need a mentor; dont want a buddy; dont need a buddy; do not want a mentor; do not want a buddy; "
        "dont want to be paired; "
        "dont want to be matched; dont want this mentor; dont want that mentor; dont want the pair; "
        "rather not be paired; rather not be matched; rather not have a mentor; rather not have ~ mentor; "
        "turn down; turn ~ mentor down; say no to ~ mentor; say no to the pair; not want a mentor; "
        "dont think ~ right mentor; refuse the pair; refuse my mentor; rather have no mentor"
    ),
    "have met": (
        "we have met; we met; have met my mentor; have met my mentee; met my mentor; met my mentee; "
        "met with my mentor; met my buddy; we did meet; met each other; we have now met; we finally met; weve met"
    ),
    "overwhelmed": (
        "im drowning; i am drowning; we are drowning; drowning here; drowning in; cant cope; cannot cope; not coping; "
        "barely coping; struggling to cope; wits end; end of my tether; end of our tether; breaking point; "
        "falling apart; going under; cant go on; cant do this any more; had enough; on my knees; on our knees; "
        "end of my rope; where to turn; who can i turn to; who do i turn to; nowhere to turn; close to tears; "
        "in tears; burnt out; burned out; overwhelmed; all too much; too much for me; desperate for help; "
        "really need help; need help here; need some help here; out of my depth; im struggling here; "
        "struggling to keep going; scunnered; at the end of it; on my own here; all on my own; cannot carry on; "
        "cant carry on; at a loss"
    ),
    "read note": (
        "show ~ note of; show ~ note for; show ~ note from; read ~ note of; read ~ note for; read ~ note from; "
        "see ~ note of; see ~ note from; open ~ note; find ~ note of; note of our last; note of my last; "
        "note of the last; note from our last; note from my last; note from the last; note from last"
    ),
    "of pairs": "pairs; any pair; each pair; every pair; which of them; which ones; how many",
    "not met": (
        "we havent met; we have not met; we have yet to meet; not met yet; havent met yet; havent met my mentor; "
        "havent met my mentee; not met my mentor; not met my mentee; we didnt meet; havent managed to meet; "
        "we never met; havent met up; still havent met"
    ),
    "fit": (
        "good fit; right fit; great fit; bad fit; a fit; good match; right match; bad match; poor match; poor fit; "
        "not for us; getting on well; get on well; not clicking; doesnt work for us; isnt working between us"
    ),
    "ends pair": (
        "end my pair; end the pair; end our pair; end this pair; end my mentoring; end the mentoring; "
        "end our mentoring; "
        "stop my mentoring; stop the mentoring; stop our mentoring; stop seeing my mentor; finish the pair; "
        "finish my mentoring; finish the mentoring; end my mentor; end the buddying; stop being a mentor; "
        "stop mentoring; end my buddy"
    ),
    "want": (
        "could i be; can i be; be buddied; be paired; be matched; would value; would appreciate; i keen; keen; "
        "mentor me; who could mentor; could mentor; do you have anyone; have you got anyone; is there anyone; "
        "is there anybody; anybody; be good to have; would be good; how do i; fix me up; hook me up; link me; "
        "feeling; be a mentor; volunteer; willing; happy to mentor; like to be; someone to; another head; want; "
        "need; would like; i like a; id like; could do with; can i have; can i get; can we get; get me; find me; "
        "looking for; could i get; could i have; please; match me; pair me; assign me; ask for; request; apply; "
        "like a; id love; love a; put me down; sign me up; become a; i like to; set me up; is there someone; "
        "could someone; can someone; how do i get; any chance of; get a; in need of; after a; really like"
    ),
    "new head": (
        "as a new; first year; new to the job; new to this; took over; taken over; just been appointed; "
        "starting as; newly; new heids; new heid; in my first; since august; first time head; only just; new head; "
        "new heads; new headteacher; new headteachers; im new; new in post; newly appointed; just started; "
        "acting head since; new to the post; new hts; new ht; new to headship; i new; am new; first headship"
    ),
    "lacks": (
        "waiting to be paired; waiting for a pair; no buddy; still to be paired; waiting to be matched; "
        "on their own; left without; needs paired; need paired; needs pairing; need pairing; still to be matched; "
        "without one; dont have one; hasnt got one; no mentor; dont have a mentor; without a mentor; "
        "still need a mentor; havent got a mentor; hasnt got a mentor; unpaired; unmatched; waiting for a mentor; "
        "not been paired; not paired; need a mentor; needs a mentor; doesnt have a mentor; still waiting; "
        "without mentors; not got a mentor; not been matched; have no mentor"
    ),
    "good": (
        "who is good; sorted it; made progress; turned round; turned around; turned it round; made a difference; "
        "success; point me; shown; really strong; know about; could teach; makes a difference; recommend; "
        "recommendations; worth seeing; worth a visit; worth visiting; worth a look; has ~ worked; is working; "
        "doing something; has anyone; had luck; got right; manage; managed; improved; making; super; ahead; "
        "got a handle; cool; excel; excels; excelling; rated; better; suggestions; pinch; steal; copy; fix; fixed; "
        "brought ~ up; struggle with; struggle; good; strong; great; best; excellent; brilliant; effective; "
        "interesting; doing well; cracked; successful; examples; example; examples of; ideas; idea; inspiration; "
        "strengths; strength; sorted; impressive; amazing; well with; nailed; expert; experts; expertise; "
        "helps with; who can help; advice; working well; worked well; what works; inspiring; doing anything; "
        "learn from; learn about; something on; help us with; help me with; help with; get better at; improve our; "
        "improve; looking for; tips; see good; fab; braw; exemplar; exemplars; exemplary; been doing; doing good; "
        "tackling; tackled; getting weans; getting kids; getting bairns; doing great; struggling with; ways to; "
        "handle; handling; dealing with; stuff on; stuff; smashing; leading the way"
    ),
    "practice": (
        "approaches; good work; examples of good; models of; exemplification; what others do; "
        "what others are doing; other schools are doing; other schools do; who else; practice; practices; "
        "good practice; strong practice; best practice; effective practice; case study; case studies; "
        "sector leading; sector leading practice; shining example; practise"
    ),
    "share": (
        "go in the; go on the; go into the; others might want; others might like; might help other; help others; "
        "useful to others; useful for other; as good practice; as strong practice; as practice; nominate; "
        "worth sharing; log ~ practice; shareable; let people know; spread; get ~ out there; write up our; "
        "tell folk; show folk; to the directory; add our; add my; put our; put my; want others; suggest our; "
        "pass round; for others; share; sharing; shared; put forward; put ~ forward; showcase; offer; tell others; "
        "add; submit; let others; spread the word; pass on; contribute; show others; shout about; publish; "
        "tell other; tell people"
    ),
    "our work": (
        "approach has; has really worked; our writing; we do; we run; we started; in our school; at our school; "
        "weve been; we been; we made; done here; worked here; worked for us; working here; we got; we think; "
        "our work; our practice; weve done; what we; we have done; we did; our nurture; our outdoor; our reading; "
        "some practice; a practice; practice example; something we; work we; our approach; we have some; "
        "to the directory; with others; to share; with other schools; with other heads; with the cluster; we some; "
        "been doing here; our story; our project; my practice; my school doing; our; practice to; to the practice"
    ),
    "contact": (
        "who could i phone; pick ~ brains; pick the brains; have a chat; have a word; word with; link up; link me; "
        "ring up; get a hold; message; who would i; visit them; who to ask; who runs; best person; ask for; "
        "contact; contacts; in touch; touch; speak to; talk to; introduce; introduction; email; phone; ring; "
        "number for; get hold of; reach; chat to; chat with; connect; contact details; put me on to; get in touch; "
        "ask about"
    ),
    "did it": (
        "the head who; who set up; who runs; who ran; who leads; thing; behind that; about that; their; "
        "the person; that nurture; who is doing the; that did; at the school; the school that; whoever did; "
        "who did; whoever; school that did; the one that; the nurture; about their; their work; their nurture; "
        "their practice; that practice; the practice; the attendance; did the; about the; the head that; "
        "running the; with the school; that school; that project; the project; behind the"
    ),
    "follow": (
        "keep me posted; keep me informed; keep me up to date; follow; following; subscribe; notify me; alert me; "
        "hear about new; hear of new; tell me of new; tell me about new; tell me when there; tell me when something; "
        "tell me when anything; tell me if there; tell me if something; tell me if anything; let me know when there; "
        "let me know when something; let me know when anything; let me know if there; let me know if something; "
        "let me know if anything; let me know of new; let me know about new; stop telling me; stop following; "
        "unfollow; unsubscribe"
    ),
    "stop following": (
        "stop telling me; stop following; unfollow; unsubscribe; not follow; dont follow; no longer follow"
    ),
    "themes asked": "themes; theme; topics; topic",
    "waiting": (
        "waiting for me; waiting on me; waiting to be checked; waiting to be approved; waiting for a check; waiting; "
        "awaiting; to check; to approve; my consent; our consent; consent; approved; been checked; not shared yet; "
        "not been shared; unchecked; held up; in the queue; to sign off; my approval"
    ),
    "searches": (
        "searches; unanswered; found nothing; finding nothing; nothing found; find nothing; people looked for; "
        "people been looking for; people looking for; folk looking for; heads looking for; schools looking for; "
        "searched for; searching for; gaps in the directory; missing from the directory; couldnt find; cant find; "
        "could not find; looked for and; came up empty; draw a blank"
    ),
    "account": (
        "account; accounts; not linked; not been linked; arent linked; isnt linked; unlinked; linked on slack; "
        "linked on teams; not linked yet; still to be linked; still to be confirmed; unknown people; cairn not know"
    ),
    "home": (
        "my overview; overview for me; my home; home page; my dashboard; dashboard; my start page; start page; "
        "an overview of my; overview of my work; everything at a glance; my work at a glance; home screen"
    ),
    "channels": "channel; channels; slack channel; teams channel",
    "map": (
        "name a channel; name the channel; map; mapping; set up ~ channel; connect ~ channel; link ~ channel; "
        "put ~ channel; use ~ channel; choose ~ channel; confirm ~ channel; confirm ~ channels; move ~ to ~ channel"
    ),
    "link account": (
        "link ~ account; link ~ accounts; connect ~ account; confirm ~ account; match ~ account; link up ~ account; "
        "confirm ~ accounts; let ~ in"
    ),
    "tackle": (
        "doing about; do about; doing with their; done about; approach to; approaching; tackle; tackling; tackled"
    ),
    "officer": (
        "link officer; link officers; qio; qios; officer; officers; education officer; link person; "
        "improvement officer; quality improvement officer; collaborative lead; our link; my link; named contact; "
        "qim; attainment adviser; attainment advisor; link for; contact at the council; contact at the authority; "
        "link; adviser; the link"
    ),
    "looks after": (
        "cover; does ~ cover; who would i ask for; assigned to; on our patch; attached to; point of contact; "
        "first port of call; who has; who deals; looking after; looks out for; still our; allocated to; oversees; "
        "who at the council; works wi; belong to; looks after; covers; responsible for; is linked; works with; "
        "in charge of; has; supports; do we phone; do i phone; do we contact; do i contact; do we call; "
        "our person; our contact; do we ask; who do we; who do i; assigned; allocated; go to; main contact; "
        "our officer; at the council; at the authority"
    ),
    "balance": (
        "fair share; overloaded; most to do; heaviest; lightest; busiest; busy; more than others; "
        "less than others; skewed; stacked; unequal; equal; equally; same number; too stretched; gap between; "
        "differ; differences between; headline; headlines; who gets what; how support; picture; proportion; "
        "snapshot; pressure; missing out; more visits; least; getting more; getting less; losing out; balance; "
        "balanced; fair; fairly; fairness; even; evenly; unevenly; spread; distribution; distributed; caseload; "
        "caseloads; workload; overview; whole picture; big picture; fewest; most visits; too many; too few; "
        "too much; imbalance; lopsided; stretched; equitable; equitably; consistent; moderated; drift; drifting; "
        "shared across; across officers; between officers; capacity; dashboard; at a glance; "
        "summary for the authority"
    ),
    "load": (
        "has room for another school; room for another school; room for another; room for more schools; "
        "take on another school; take on more schools; capacity for another; overstretched; overburdened; "
        "officer load; officers load; load of ~ officers; load on ~ officers; load of each officer; officer loads"
    ),
    "by officer": "per officer; by officer; each officer; per qio; by qio; each qio; every officer; every qio",
    "tier moves": (
        "tier changes; changes of tier; changes in tier; tier movements; tier moves; moves between tiers; "
        "moved tier; moved tiers; changed tier; changed tiers; schools moved up; schools moved down; "
        "schools have moved; schools moved; moved between tiers; moves up; tier changes this session; change of tier"
    ),
    "tier drift": (
        "over time; drifting upward; drifting upwards; drift upward; drifting up; how long do schools stay; "
        "how long schools stay; schools stay on; stay on enhanced; stuck on; flows between tiers; flow between tiers; "
        "trend in support; support over the years; tiers over the years; support changed over; tiers changed over; "
        "more support than last year; compared with last year; compared to last year"
    ),
    "common theme": (
        "common themes; shared themes; themes across; same issue; same issues; common issues; common issue; "
        "common concerns; shared concerns; issues across; themes in our schools; themes show; themes emerging; "
        "emerging themes; themes are emerging; patterns across; what themes are showing; "
        "recurring issues; recurring themes"
    ),
    "guidance": "guidance; guidance note; guidance notes; advice to schools; advice to all schools",
    "writing": "write; send; draft; issue; compose; put out; publish; give; new",
    "propose tier": (
        "propose a tier; propose a move; propose moving; propose that ~ moves; propose to move; "
        "propose a change of tier; change the tier of; change its tier; change their tier; "
        "recommend moving; recommend a move; suggest moving ~ to; "
        "put ~ forward for; want to move ~ to; want to propose; start a tier proposal; "
        "new tier proposal; make a proposal"
    ),
    "proposing": "propose; proposes; proposing; recommend; recommending",
    "tier case": (
        "tier proposal; proposal about; proposed tier; proposal for ~ tier; the proposal; our proposal; "
        "under discussion; tier discussion; tier being discussed; tier decision stand; "
        "happening with our tier; happening with the tier; tier case; any proposal; "
        "move been proposed; tier been proposed"
    ),
    "my view": (
        "my view on; my view of; give my view; our view on; have my say; agree with the proposal; agree with the tier; "
        "agree to the tier; agree with the proposed; dont agree with the proposal; disagree with the proposal; "
        "disagree with the tier; dont agree with the tier; respond to the proposal; answer the proposal; "
        "happy with the proposal; not happy with the proposal; comment on the proposal"
    ),
    "tier talk": (
        "record the tier discussion; record our tier discussion; record the discussion; put the discussion on record; "
        "tier discussion was held; tier discussion took place; held the tier discussion; had the tier discussion; "
        "discussed the proposal with; discussed the tier with; log the tier discussion; note the tier discussion"
    ),
    "decide tier": (
        "decide the tier; decide on the tier; decide on the proposal; decide the proposal; take the tier decision; "
        "make the tier decision; ready to decide; confirm the tier; approve the proposal; approve the tier; "
        "sign off the proposal; sign off the tier; decide about the tier; decide now on"
    ),
    "withdraw": (
        "withdraw the proposal; withdraw our proposal; withdraw my proposal; take back the proposal; "
        "take the proposal back; drop the proposal; cancel the proposal; pull the proposal; "
        "withdraw the tier; scrap the proposal"
    ),
    "ask support": (
        "ask for support; ask for more support; ask for extra support; ask for help from the authority; "
        "request support; request more support; request extra support; like more support; like some support; "
        "like to ask for support; need more support for our school; we need more support; we need extra support; "
        "we could do with more support; apply for support; request a review of our tier; request a tier review; "
        "ask for a review of our tier; ask for our tier to be reviewed; want our tier reviewed; "
        "disagree with our tier; dont agree with our tier; not happy with our tier; our tier is wrong; "
        "we are on the wrong tier; challenge our tier; appeal our tier; appeal against our tier; "
        "like our tier reviewed; can our tier be reviewed; have our tier looked at"
    ),
    "criteria": (
        "what are the criteria; the criteria for; what criteria; which criteria; criteria are there; our criteria; "
        "show ~ criteria; list ~ criteria; criteria for each tier; read the criteria; tier criteria; "
        "how are tiers decided; how is a tier decided; how are schools tiered; what makes a school; "
        "show me the framework; read the framework; the improvement framework; framework say; rules for tiers"
    ),
    "framework changed": (
        "changed in the framework; changes to the framework; changes in the framework; version of the framework; "
        "framework version; framework changed; framework history; versions of the framework; new in the framework; "
        "criteria changed; changed in the criteria; changes to the criteria; when was the framework; "
        "framework last reviewed; "
        "framework reviewed; framework adopted"
    ),
    "intelligence": (
        "intelligence; local intelligence; soft intelligence; officer notes; officers notes; officers own notes; "
        "notes on file; notes from officers; notes by officers; officer has noted; officers have noted; "
        "noted by officers; officers noted; officer noted; note for the file; note on file; on the file"
    ),
    "noting": (
        "add; log; record; note down; jot down; put on file; put a note; make a note; note for the file; add to; enter"
    ),
    "undiscussed": (
        "never discussed with; not discussed with; wasnt discussed with; not been discussed with; "
        "without a discussion with; never been discussed with; without discussion"
    ),
    "support gaps": (
        "support gaps; gaps in support; gaps in our support; gaps in the support; missing support; support missing; "
        "support is missing; support they should; support it should; without support; not getting the support; "
        "not getting what; not getting their support; getting what they should; missing a plan ~ visit; "
        "plan visit or review; plan a visit or a review; plan or a visit; plan or visit; visit or review; "
        "visit or a review; plans visits or reviews; plans and visits; plans visits and reviews; lack support; "
        "support on paper; left without support; support not in place; support isnt in place; support in place; "
        "behind on support; behind with support; what support is late; falling through; slipping through"
    ),
    "officers": (
        "an officer; any officer; which officer; who has; between the team; the team; qio done; staff; "
        "across the team; officers; qios; officer done; each officer; each qio; link officers; per officer; "
        "by officer; officer; team; every officer; colleagues; every qio"
    ),
    "whole": (
        "island; island schools; rural schools; remote schools; support being; resources; resource; small schools; "
        "big schools; each cluster; every cluster; between clusters; authority; across the authority; council; "
        "council wide; authority wide; whole authority; all schools; support; too many schools; across schools; "
        "islands; overall; region; across all; local authority; clusters"
    ),
    "profile": (
        "what ~ like; what like is; how is ~ getting; what should i know; what do i need to know; need to know; "
        "fill me in; bring me up; up to speed; off to; going to ~ tomorrow; tell us about; story with; story at; "
        "know anything about; heading to; heading out; give me the; what sort of school; what kind of school; "
        "sort of place; size of; pupil numbers; school roll; about the school; what can you tell; at a glance; "
        "key info; intro to; picture of; picture at; one pager; latest on; denominational; what do we know; "
        "what do we have on; what have you got on; number of pupils; how many children; how wee; what size; "
        "profile; tell me about; summary of; summary for; summarise; brief me; briefing; background on; "
        "what do you know; info on; information on; info about; information about; overview of; data pack; "
        "datapack; pack; roll; how many pupils; how many weans; how many kids; how big; catch me up; run down; "
        "rundown; lowdown; key facts; facts about; facts; everything on; everything about; anything on; "
        "details of; details for; on a page; summary; who is the head; who is the headteacher; headteacher of; "
        "headteacher at; pull up; background; know about; all about; prep me; look up; what cluster; "
        "which cluster; what type of school; denomination"
    ),
    "figures": (
        "attendance figures; absence rate; absence; attainment data; levels; scores; our data; absences; "
        "numeracy levels; literacy levels; positive destinations; destinations; free meal; survey; survey results; "
        "inspection; inspection grades; grades; hmie; attendance; attainment; exclusions; exclusion rate; figures; "
        "indicators; data; statistics; stats; pef; acel; simd; free meals; free school meals; results; "
        "attendance rate; percentage; leavers; staff absence; vacancies"
    ),
    "beside others": (
        "compare; compares; compared; comparison; comparisons; comparator; comparators; comparing; schools like ours; "
        "schools like us; schools alike; similar schools; schools similar; other schools; beside others; stack up; "
        "measure up; benchmark; benchmarks; nationally; national average; national figure; authority average; "
        "average for; the average; against the; next to other"
    ),
    "risk": (
        "keep an eye; warning sign; warning; a worry; alarm bells; needing attention; attention; bad way; "
        "going downhill; downhill; slide; fragile; problem; problems; issues; sinking; wheels coming off; "
        "most at risk; danger; hot spots; hotspots; trouble spots; might need; need more support; needing more; "
        "under pressure; not doing well; doing badly; bother; unsettled; risk; risks; at risk; risk matrix; "
        "risk profile; flags; red flag; red flags; flag; flagged; worried; worry; worrying; concern; concerns; "
        "concerned; concerning; causing concern; vulnerable; warning signs; early warning; on the watch list; "
        "watch list; alarm; trouble; in difficulty; struggling; rag; red; alerts; watch out"
    ),
    "falling": (
        "has slumped; slump; gone off; went down; slid; slid back; under the average; below average; less than; "
        "falling off; fell; fall; coming down; creeping up; creeping; shot up; spike; spiked; rise; increase; "
        "increasing; going up; went up; went doon; drop; drops; declined; reduced; bottom; falling; fallen; "
        "dropping; dropped; dip; dipped; dipping; declining; decline; rising; going down; gone down; worse; "
        "worsening; getting worse; deteriorating; below; slipping; poor; low; lowest; highest exclusions; down"
    ),
    "complaint": "complaint; complaints; parents complaining; complained; grievance; whistleblowing",
    "one pupil": (
        "children at; pupils at ~ have; any pupils; which wean; my wean; my son; my daughter; a wean; the wean; "
        "the boy; the girl; a lad; a lassie; the lad; young person; individual pupil; individual pupils; pupil's; "
        "named pupil; his attendance; her attendance; this boy; this girl; class list; pupils with; names and; "
        "childs plan; child plan; looked after children; list of pupils; list the pupils; list the children; "
        "bullied; bullying; who was suspended; suspended; a pupil; the pupil; which pupil; which pupils; "
        "which children; which child; which kids; which weans; pupil called; child called; pupil named; a child; "
        "one of the pupils; this pupil; this child; that pupil; wee boy; wee girl; a boy; a girl; boy in; girl in; "
        "pupil in; child in; who is excluded; who is absent; been excluded; who was excluded; names of pupils; "
        "names of the pupils; names of children; pupil names; names of the children; child protection case; "
        "lac child; looked after child; weans are absent; pupils are absent; pupils were absent; pupils are off; "
        "kids are off; kid in; kid called; wean in; pupil record; pupils record; seemis record; "
        "which looked after; whose child; son; daughter; which learners"
    ),
    "class": (
        "p1; p2; p3; p4; p5; p6; p7; s1; s2; s3; s4; s5; s6; primary 1; primary 2; primary 3; primary 4; "
        "primary 5; primary 6; primary 7"
    ),
    "ill": (
        "off long term; long term absence; absent from work; having treatment; had a baby; mental health leave; "
        "stress leave; on leave; sick line; bereaved; off just now; signed off; burnt out; had a breakdown; "
        "fertility; phased return; well enough; absence record; poorly; compassionate leave; what is wrong with; "
        "whats wrong with; wrong wi; feeling ok; coping; sick; off sick; ill; illness; unwell; off ill; pregnant; "
        "maternity; stressed; off with stress; cancer; hospital; covid; depressed; depression; breakdown; medical; "
        "operation; sick leave; sickness; on long term sick; diagnosis; diagnosed; doctor; mental health like; "
        "disability; surgery; back from sick; having a baby; no well; off work"
    ),
    "person": (
        "headteacher; head; ht; dht; depute; teacher; staff; he; she; her; his; colleague; mrs; mr; miss; ms; "
        "wrong with"
    ),
    "thanks": (
        "thats great; very kind; you are great; you are brilliant; very helpful; thanks for your help; "
        "thanks for the help; thanks for all your help; thanks ~ help; gold; cracking; smashing; good bot; belter; "
        "stoater; love it; nice; no bother; thats me; thats all; all for now; all i needed; super thanks; "
        "youre great; thanks; thank you; thank; ta; cheers; much appreciated; appreciated; that is great; great; "
        "brilliant; perfect; lovely; super; magic; that is brilliant; youre a star; you are a star; good stuff; "
        "nice one; cheers pal; grand; legend; champion; helpful; great job; well done; good job; awesome; wonderful"
    ),
    "what are you": (
        "real person; real human; a robot; a machine; a human; a bot; are you ai; are you a person; a computer; "
        "an actual person; a real body; chatgpt; who made you; a chatbot; artificial intelligence"
    ),
    "hello": (
        "have a nice; have a lovely; have a great; nice weekend; cheerio; bye for now; catch you; hows you; "
        "how is your day; how was your; you there; anyone there; anybody there; whats up; what up; are you there; "
        "knock knock; evening all; hello again; welcome; congratulations; happy christmas; happy birthday; "
        "see you later; see you tomorrow; see you monday; hello; hi; hiya; hey; good morning; morning; "
        "good afternoon; afternoon; good evening; evening; how are you; awright; alright; hullo; howdy; hi there; "
        "dear cairn; how you doing; hows it going; how is it going; haw; happy friday; how is things; "
        "how are things; nice to meet you; bye; goodbye; see you; night; goodnight; have a good; merry christmas; "
        "happy new year; good weekend; sorry; lol; haha; no worries; no problem; sounds good"
    ),
    "yes": (
        "that do; that ll do; thatll do; that is it; right; agreed; works for me; lets do it; yes do; yes go; ye; "
        "yass; yas; yup yup; certainly; that will do; that do fine; please; send it; on you go; aye ok; "
        "affirmative; indeed yes; i do; i am; yes i am; yes it is; grand; save it; fire away; no bother; "
        "yes; yep; yeah; aye; yup; ok; okay; sure; go ahead; go on; go on then; do it; please do; correct; "
        "confirm; that is right; that right; thats right; that is correct; sounds good; absolutely; definitely; "
        "of course; fine; go for it; yes please; ok then; indeed; y; aye go on; book it; crack on; right enough; "
        "spot on; done; that fine"
    ),
    "no": (
        "no ta; no its ok; dont do that; nah you; not right; wrong; that wrong; that not right; thats wrong; "
        "not that; i dont; no way; leave it just now; leave it for now; maybe later; another time; nope sorry; "
        "dont save; cancel; negative; not that one; none of them; neither; skip it; skip; ignore that; away; "
        "not quite; not for me; bin it; i not; didnt mean that; no dont; not just now; no the now; no just now; "
        "no; nope; naw; nah; no thanks; no thank you; leave it; not now; never mind; nevermind; dont; dont bother; "
        "stop; forget it; not yet; cancel that; scrap that; dont do it; n; nae; nae thanks; rather not; "
        "id rather not; not today; changed my mind; no actually; hold off; nut; not really"
    ),
    "help": (
        "what can i say; say to you; what sort of things; what do i type; what should i type; what kind of things; "
        "how do you; what are the commands; what else can i; how can i use; new to this app; show me how; "
        "how do i ask; i dont know how; dont understand; lost; im confused; confused; not sure how; not sure what; "
        "instruction; explain how; what should i ask; teach me; what use are you; features; capabilities; "
        "able to do; what would you; your job; tell me about yourself; introduce yourself; what you do; "
        "who made you; what is this for; help; what can you do; what do you do; what can i ask; what can i; "
        "how do i use; how does this work; commands; instructions; who are you; what are you; how can you help; "
        "what else can you; options; menu; getting started; how do you work; what are you for; guide; user guide; "
        "how to use; stuck; need help; what is cairn; are you a bot; what is this; are you a person; "
        "are you human; what can cairn do; can you help; what questions"
    ),
    "why me": (
        "how come you; why did you; why have you; what was that message; why am i on; why do you; how did i get; "
        "how come i; what is that message; whats with; why you; why did cairn; why has cairn; why is cairn; "
        "what did i get; got this for; what is that about; am i supposed to get this; meant for me; "
        "is this for me; who asked you to; what triggered this message; reason for this message; why that message; "
        "why did that message; what was that for; why did i just get; why is this coming to me; why did i get; "
        "why am i getting; why did you send; why have i got; why have i been sent; why did you message; "
        "what made you; why are you telling me; why are you messaging; why are you sending; why do i get; "
        "why was i sent; why have i received; why did i receive; why are you asking; why you telling; "
        "why i getting; why send me; why are you reminding; why me; why have you sent; why this message; "
        "why are you contacting; why do you keep; why you messaging; why you sending; why did this come; "
        "what is this message; why did that come; why was this sent"
    ),
    "today": (
        "for me today; first thing; tonight; today; the day; day; this morning; this afternoon; on my plate; "
        "my list; to do list; todo; my tasks; my jobs; on today; my day; days plan; to do"
    ),
    "my day": (
        "anything for me; for me today; what is waiting; what is due today; due today; day look; todays list; "
        "todays jobs; jobs today; on my desk; on the cards; in store; lined up today; todays plan; what is first; "
        "what is happening; what am i doing today; am i doing today; what am i up to; on the go today; "
        "have on today; in today; my morning; my afternoon; where am i today; where do i need to be; "
        "what should i do today; do first; do next; outstanding today; anything urgent; anything i should; "
        "anything on today; on for today; my day; what is on today; what on today; on my plate; my to do; "
        "my to dos; to do today; what have i got on; have i got on; what needs doing; need to do today; "
        "happening today; on the day; got on today; my agenda; agenda for today; my tasks; what should i be doing; "
        "my schedule today; day ahead; first thing today; plan for the day; what do i need to do; on my list; "
        "got today; outstanding for me; waiting for me; jobs for today; anything i need to do; do today; "
        "what needs my attention; needs my attention; today look like; todays agenda"
    ),
    "stop": (
        "too many of these; getting too many; too many of; cut down; cut back; dont need so many; dont want these; "
        "dont want to get; dont need these; reduce; change when; change what; only message; only send; chill; "
        "easy on; give it a rest; wheesht; shush; switch ~ on; hear less; too often; so many; less of; get rid of; "
        "every week; once a week; not on fridays; leave me; how often you; enough; want fewer; no need to; "
        "take me off; remove me; back on; a digest; daily digest; quiet; before 9; after 5; in the evening; "
        "at weekends; stop; mute; turn off; turn down; unsubscribe; fewer; less often; less; opt out; pause; "
        "silence; switch off; snooze; quieter; dont remind; dont send; dont message; no more; too many messages; "
        "too many reminders; too many notifications; turn on; turn ~ off; switch ~ off; quiet hours; "
        "do not disturb; dont want any more; stop ~ sending; quit; leave me alone; change how often; more often; "
        "not before; only remind; start sending; resume; unmute; weekly instead"
    ),
    "messages": (
        "of these; these messages; reminded; your messages; messaged; message me; dm; ping; nag; chasing me; "
        "chase me; remind me; digest; contact me; bother me; from you; hear from you; mailing; sending; sends; "
        "texting; reminders; reminder; reminding; remind; messages; message; messaging; notifications; "
        "notification; notify; alerts; pinging; nagging; nudges; nudge; bugging me; pestering; dms; emails; "
        "sending me; settings; preferences; my preferences; my settings; notification settings; texts; pings"
    ),
    "not understood": (
        "not understood; did you not understand; didnt understand; did not understand; couldnt understand; "
        "could not understand; dont you understand; do you not understand; not been understood; not understand; "
        "failed to understand; misunderstood; sentences you did not; questions you did not"
    ),
    "teach you": (
        "teach you; teach cairn; teach it; taught you; taught cairn; have you been taught; what have you learned"
    ),
    "pronoun": "it; its; that; this; they; them; their; there; then; same; those; these; he; she; him; her",
    "reopening": "and; also; what about; how about; ok and; what of; same for; and what about; now; or",
    "chatter": (
        "pizza; order me; translate; stock; bitcoin; film; movie; song; music to; restaurant; train times; bus; "
        "flight; dinner; tea; coffee; horoscope; meaning of life; married; love me; game; score; celtic; rangers; "
        "hearts; hibs; pub; shopping; recipe for; news; prime minister; president; write my; write me a; essay; "
        "homework help; password; wifi; printer; photocopier; my pay; payslip; salary; annual leave; "
        "holiday request; expenses; weather; joke; football; fitba; poem; recipe; sing; rugby; tv; lottery; lunch; "
        "politics; capital of"
    ),
    "owed": (
        "still owe; we owe; i owe; do we owe; owed; still to arrange; left to arrange; promised; promise; "
        "yet to arrange; still to be arranged; not arranged yet; outstanding visits; visits outstanding; "
        "visits left; left to do this session; still due us; entitled to; should we get; supposed to get; "
        "still to book; left to book; not booked yet; still need booked; visits to come in"
    ),
    "dates wanted": (
        "propose dates; propose some dates; suggest dates; suggest some dates; find dates; find some dates; "
        "offer dates; offer some dates; dates for; draft dates; what dates would suit; dates that suit; "
        "dates would suit; propose visits; suggest visits; plan visits for; plan the visits; arrange the rest; "
        "propose the rest; dates for the rest"
    ),
    "year drafted": (
        "draft the calendar; draft my calendar; draft a calendar; draft calendar; plan my calendar; plan the calendar; "
        "propose a calendar; propose the calendar; do my calendar; draft the visits; draft my visits; "
        "plan all my visits; propose all my visits; propose dates for all my schools; dates for all my schools; "
        "fill my calendar; make the calendar; calendar for my schools; dates for my schools; propose my visits; "
        "plan my visits"
    ),
    "dates waiting": (
        "dates waiting; waiting for my answer; waiting on me; waiting for our answer; dates you sent; "
        "the dates you; which dates are we asked; dates we have been asked; dates to agree; waiting on our answer; "
        "still to agree; dates that wait; which dates do i"
    ),
    "inspected": (
        "hmie phoned; hmi phoned; hmie called; hmi called; hmie rang; being inspected; getting inspected; inspected; "
        "inspection notice; notice of inspection; notified of an inspection; notified of inspection; "
        "inspectors are coming; inspectors coming; hmie are coming; hmie coming; the inspectors; "
        "inspection week; inspection starts; inspection is; our inspection; an inspection; hmie; "
        "inspection is confirmed; had the phone call; the brown envelope; full inspection"
    ),
    "kept free": (
        "i teach; im teaching; i am teaching; teaching on; i have a class; class commitment; teaching commitment; "
        "on leave; annual leave; my leave; keep ~ free; keep free; never available; not available; unavailable; "
        "dont offer; no visits on; not on mondays; not on tuesdays; not on wednesdays; not on thursdays; "
        "im in class; covering p; covering a class; times to keep free; my free times; days i teach; im off on leave; "
        "dont book me; dont put visits; never on; dont suggest"
    ),
    "consistent": (
        "consistent; consistency; inconsistent; evenly visited; how even; kept on time; visits kept; kept and late; "
        "keep their visits; keeping their visits; keeping to the calendar; kept to the calendar; visits late; "
        "moved most; who moves; how often moved; "
        "before inspections; before an inspection; without contact; no contact; online and in person; "
        "in person or online; notes in time; notes on time"
    ),
    "who sees": (
        "who can see; who may see; who sees; who else sees; who else can see; who else may see; who can read; "
        "who may read; who reads; allowed to see; allowed to read; allowed to know; gets to see; gets to know; "
        "who has access to; who else has access to; who can look at; who can view; who can access; who may know; "
        "who is able to see; can other heads see; can other headteachers see; can other schools see; "
        "can my cluster lead see; can the cluster lead see; can anyone see; can anybody see; can everyone see; "
        "can everybody see; can anyone else see; can others see; visible to; who is told ~ tier; who all sees"
    ),
    "without officer": (
        "no link officer; no link officers; without a link officer; without link officer; without link officers; "
        "without an officer; without officers; no officer; no qio; without a qio; dont have a link officer; "
        "dont have an officer; not have a link officer; not got a link officer; havent got a link officer; "
        "havent a link officer; lack a link officer; lacks a link officer; lacking a link officer; "
        "missing a link officer; missing an officer; nobody linked; no one linked; still need a link officer; "
        "doesnt have a link officer; hasnt got a link officer; have nae link officer; unlinked; "
        "not linked to an officer; not linked to anyone; not linked to anybody; without anybody linked"
    ),
    "unvisited": (
        "not visited; havent visited; not been visited; havent been visited; not had a visit; havent had a visit; "
        "no visit; no visits; no visit to come; no visits to come; without a visit; without a visit to come; "
        "hasnt been visited; not seen; havent seen; hasnt had a visit; "
        "not been to; havent been to; due a visit; not been out to; havent i been; have i not been; havent i seen; "
        "have i not seen; havent we been; yet to be visited; yet to visit; still to visit; not yet been"
    ),
    "hard figures": (
        "figures; data; statistics; stats; rate; percentage; latest; number; numbers; level; what is our; "
        "what are our; what is the; our attendance; our attainment; this year; last year; compare; compared"
    ),
    "conditional": "would; could; can; how about; is; does",
    "my": "my; mine; i; me; am i",
}
# Words that say 'our own school', and the ones that speak of what is mine, my cluster's or everybody's.
OURSELVES: Final = (
    "we; us; our; ours; ourselves; my school; my wee school; my own school; am i on; am i in; "
    "this school; the school here; my nursery; my primary; my academy; my tier; my plan; my action plan; "
    "i been put on"
)
SCOPES: Final[dict[str, str]] = {
    "mine": (
        "my schools; my visits; mine; my patch; my caseload; do i have; have i got; i have; am i; i got; my plans; "
        "my diary; my calendar; my link schools; my list; my own schools; my heads; i support; i look after; "
        "i link; my reviews; im doing; i cover; i covering; my targeted; my intensive; my universal; my primaries; "
        "my secondaries"
    ),
    "cluster": "my cluster; our cluster; the cluster; this cluster; my asg; our asg; our learning community",
    "authority": (
        "authority; across the authority; the council; whole authority; all schools; every school; council wide; "
        "authority wide; whole council; across all schools; across the council; local authority"
    ),
}
MODES: Final[dict[str, str]] = {
    "in_person": "in person; face to face; on site; in school; onsite; in the flesh; f2f",
    "online": (
        "online; teams; on teams; virtual; virtually; remotely; by video; video call; zoom; over teams; a call; "
        "by phone"
    ),
    "hybrid": "hybrid; mixed; blended; part online",
}
STATUSES: Final[dict[str, str]] = {
    "proposed": (
        "proposed; havent been agreed; not been agreed; yet to be agreed; havent agreed; awaiting; not agreed; "
        "not yet agreed; unagreed; waiting to be agreed; unconfirmed; pending; not confirmed"
    ),
    "agreed": "agreed; confirmed",
    "done": (
        "done; completed; been done; finished; taken place; have happened; past visits; carried out; were held; "
        "been held; was held; held this; held so far"
    ),
    "cancelled": "cancelled; called off; canceled",
}
SECTORS: Final[dict[str, str]] = {
    "primary": "primaries; primary; primary schools",
    "secondary": "secondaries; secondary; high schools; academies; secondary schools",
    "early_years": "nurseries; early years; nursery; elcs; elc; early learning centres",
    "special": "special schools; special; asn schools",
    "all_through": "all through; all through schools; through schools",
}
