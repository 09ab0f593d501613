"""Words that tell in which part a sentence speaks: it seeks, gives, takes, or says no."""

import re
from functools import lru_cache


def _any(words: str) -> re.Pattern[str]:
    return re.compile("|".join(rf"(?:{line.strip()})" for line in words.strip().splitlines()), re.I)


SEEKS = _any(r"""
    \b(?:vi|me|eg|jeg|jæ|æ|som)?\s?(?:trenger|treng|trengs|søker|søkjer|etterlyser|etterlys|ønsker|ønskjer|ynskjer|ynskj)\b
    \b(?:ser|leter|leitar|leiter|jakter|jaktar|kikkar)\s(?:\w+\s)?etter\b
    \bvil\s(?:gjerne\s)?(?:ha|finne|høyre|høre|snakke|vite|leie|kjøpe|bytte|lære|møte)\b
    \b(?:mangler|manglar|ønskes|søkes|søkast|ønskje|behov\sfor|på\sjakt|på\sleit)\b
    \b(?:hvem|kven|korleis|hvordan|har\snoen|har\snokon|noen\ssom|nokon\ssom|finnes\sdet|finst\sdet|kan\snoen|kan\snokon)\b
    \b(?:må|måtte)\s(?:ha|få|finne|bytte|bli)\b
    \b(?:hjelp\stil|råd\stil|lurer\spå|tips\som)\b
    \b(?:we|i|who|and|co-op|us)\s(?:\w+\s)?(?:need|needs|seek|want|wants|lack|require)\b
    \b(?:looking|look|hunting|searching|asking)\s(?:for|to)\b
    \b(?:wanted|seeks|seeking|sought|needed|in\sneed\sof|would\slike\sto|we'd\slike|hoping)\b
    \b(?:who\scan|does\sanyone|anyone|is\sthere|can\ssomeone|help\sus|someone\sto|someone\swho)\b
    \?
""")
GIVES = _any(r"""
    \b(?:tilbyr|tilbyd|tilbys|leverer|leverar|selger|sel|selges|utfører|utfører|installerer|monterer)\b
    \b(?:kan|kunne)\s(?:vi\s|me\s)?(?:levere|tilby|bidra|hjelpe|stille|ta\sopp|komme|kome|lage|låne\sut|leie\sut|dele|gi|gje)\b
    \b(?:gir|gis|gjev)\s(?:\w+\s)?bort\b
    \b(?:ledig|ledige|til\sovers|til\sovers|til\sleie|til\sutleie|til\sutlån|til\ssals|til\ssalgs|overskudd|overskot)\b
    \b(?:leier|låner|lånar|leiger)\s(?:\w+\s)?ut\b
    \b(?:vi|me)\s(?:har|hjelper|hjelper|hjelp|lager|lagar|bygger|byggjer|holder|held|driver|driv|stiller|deler|underviser|kommer|kjem|tester)\b
    \b(?:we|our\s\w+|i)\s(?:offer|provide|supply|deliver|sell|rent|lend|help|build|make|run|have|install|train|design|test|repair|give|host)\b
    \b(?:available|for\srent|for\shire|spare|free\sof\scharge|for\sloan|up\sfor\sgrabs|give\saway|surplus)\b
""")
TAKES = _any(r"""
    \b(?:tar|tek|tar\sgjerne|tek\sgjerne)\s(?:\w+\s){0,2}?imot\b
    \b(?:mottar|mottek|kjøper|henter|hentar|avtar|samler\sinn|samlar\sinn|overtar|overtek|bruker|foredler)\b
    \b(?:we|can|also|and)\s(?:\w+\s)?(?:accept|take|collect|buy|pick\sup|receive|purchase|use)\b
    \b(?:takes|accepts|buys|collects|mottak|avtaker)\b
""")
HAS = _any(r"""
    \b(?:har|sitter|sit|står|ligger|ligg|blir|vert)\s(?:\w+\s){0,3}?(?:til\sovers|igjen|att|liggende|liggjande)\b
    \b(?:kaster|hiver|kastar|kvitte|bli\skvitt|kvitt|går\si\ssøpla|restavfall|avsetning|avhende|overskuddsmasse)\b
    \b(?:slipper|slepp|går\srett|goes\sstraight)\b
    \b(?:get\srid|throw\saway|discard|leftover|left\sover|surplus|dispose|outlet\sfor|go\sto\swaste|landfill)\b
    \b(?:rives|skal\srives|skiftes\sut|bytter\sut|tømmer|rydder|ryddar)\b
""")
DENIES = _any(r"""
    \b(?:ikke|ikkje|itte|ingen|inga|inkje|aldri|uten|utan|verken|hverken|unntatt|unnateke|untatt)\b
    \b(?:kun|bare|berre|utelukkende|utelukkande|dessverre|diverre)\b
    \b(?:sluttet|slutta|avviklet|avvikla|nedlagt|lagt\sned|lagt\sbort|stengt|stengd|utsolgt|utselt|fulltegnet|fullteikna|fullbooket|fullt)\b
    \b(?:internt|egne|eigne|eget\sbruk|eige\sbruk|uaktuelt|avsluttet|avslutta|tidligere|tidlegare|frarår|unna|heller\sikke)\b
    \b(?:not|no|never|without|only|neither|nor|none|cannot|can't|don't|doesn't|won't|isn't|aren't|no\slonger|unfortunately)\b
    \b(?:closed|discontinued|withdrawn|stopped|ended|sold\sout|fully\sbooked|in-house|own\suse|exclusively|except|outside\sour|refuse|advise\sagainst|used\sto|nothing)\b
""")
#: What is told to people as a no. A sentence that only holds «egne» or «bare» is not one.
SAYS_NO = _any(r"""
    \b(?:ikke|ikkje|itte)\b(?!\s(?:bare|berre|minst|lenger\sunna|langt))
    \b(?:ingen|inga|inkje|aldri|verken|hverken|unntatt|unnateke|untatt|dessverre|diverre)\b(?!\s(?:problem|hindring))
    \b(?:sluttet\smed|slutta\smed|nedlagt|lagt\sned|stengt|stengd|utsolgt|utselt|fulltegnet|fullteikna|fullbooket|uaktuelt)\b
    \b(?:kun|bare|berre)\s(?:til\s|for\s)?(?:internt|egne|eigne|eget\sbruk|eige\sbruk)\b
    \b(?:not|cannot)\b(?!\s(?:only|least|far))
    \b(?:no\slonger|never|neither|nor|can't|don't|doesn't|won't|isn't|aren't|unfortunately|discontinued|sold\sout|fully\sbooked)\b
""")


@lru_cache(maxsize=50_000)
def cue_shares(sentences: tuple[str, ...]) -> dict[str, float]:
    """Share of the sentences in which each kind of word stands."""
    count = max(1, len(sentences))
    return {
        name: sum(bool(words.search(one)) for one in sentences) / count
        for name, words in (
            ("seeks", SEEKS),
            ("gives", GIVES),
            ("takes", TAKES),
            ("has", HAS),
            ("denies", DENIES),
        )
    }


@lru_cache(maxsize=50_000)
def denies(sentence: str) -> bool:
    return bool(DENIES.search(sentence))
