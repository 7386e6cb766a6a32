"""A small vocabulary for tests of understanding: plain data, without the database."""

from intake.understanding.vocabulary import (
    Known,
    KnownAlert,
    KnownFramework,
    KnownIndicator,
    KnownSituation,
    KnownType,
    Vocabulary,
)


def organization(uid: str, name: str, *names: str, kind: str = "ngo", country: str = "", **more: str) -> Known:
    return Known("organization", uid, name, (name, *names), kind, (country,) if country else (), **more)


WATCH = organization("watch", "Genocide Watch", "GW", website="https://www.genocidewatch.com")
HRW = organization("hrw", "Human Rights Watch", "HRW", "Хьюман Райтс Вотч", "هيومن رايتس ووتش")
AMNESTY = organization("ai", "Amnesty International", "AI", "Amnistía Internacional", "منظمة العفو الدولية")
VANADZOR = organization("hca", "Helsinki Citizens' Assembly – Vanadzor")
UN = organization("un", "United Nations", "UN", "ООН", "Birleşmiş Milletler", kind="intergovernmental")
COUNCIL = organization(
    "unsc", "United Nations Security Council", "Security Council", "Conseil de sécurité", "Совет Безопасности",
    "ՄԱԿ-ի Անվտանգության խորհուրդ", kind="un_body", parent="un",
)  # fmt: skip
EXPERTS = organization("sp", "UN experts", kind="un_experts", parent="un")
ADVISER = organization(
    "sapg", "United Nations Special Adviser on the Prevention of Genocide",
    "Special Adviser of the Secretary-General on the Prevention of Genocide", kind="office", parent="un",
)  # fmt: skip
EVERYBODY = organization("all", "International community", "communauté internationale", kind="general")
AZERBAIJAN = organization("az", "Azerbaijan", "Government of Azerbaijan", kind="state", country="AZ")
SUDAN = organization("sd", "Sudan", "Government of Sudan", kind="state", country="SD")

VOCABULARY = Vocabulary(
    organizations=(WATCH, HRW, AMNESTY, VANADZOR, UN, COUNCIL, EXPERTS, ADVISER, EVERYBODY, AZERBAIJAN, SUDAN),
    countries=tuple(
        Known("country", code, name, (name,))
        for code, name in (("AZ", "Azerbaijan"), ("AM", "Armenia"), ("SD", "Sudan"), ("TD", "Chad"))
    ),
    places=(
        Known("place", "darfur", "Darfur", ("Darfur",), "", ("SD",)),
        Known("place", "lachin", "Lachin Corridor", ("Lachin Corridor", "Lachin road"), "", ("AZ",)),
    ),
    populations=(Known("population", "masalit", "Masalit", ("Masalit",)),),
    types=(
        KnownType("t-emergency", "Genocide Emergency", "alert", "watch", ("Genocide Emergency",)),
        KnownType("t-redflag", "Red Flag Alert for Genocide", "alert", "watch", ("Red Flag Alert for Genocide",)),
    ),
    measures=(
        "sanctions", "arms-embargo", "ceasefire", "humanitarian-access", "peacekeeping-or-monitoring", "fact-finding",
        "condemnation-or-public-statement", "accountability-or-prosecution", "release-of-detainees", "aid",
    ),
    serials=("Atrocity Alert",),
    frameworks=(
        KnownFramework(
            "ten-stages-of-genocide", "The Ten Stages of Genocide", "watch",
            tuple(
                KnownIndicator(f"s{n}", n, name)
                for n, name in enumerate(
                    ("Classification", "Symbolization", "Discrimination", "Dehumanization", "Organization",
                     "Polarization", "Preparation", "Persecution", "Extermination", "Denial"), 1)
            ),
        ),
        KnownFramework(
            "harff-as-used", "Risk factors after Harff, as used by Genocide Watch", "",
            tuple(
                KnownIndicator(f"h{n}", None, name)
                for n, name in enumerate(
                    ("Prior genocides with impunity", "Political upheaval", "Ethnic minority rule",
                     "Exclusionary ideology", "Autocracy", "Closed borders", "Massive violations of human rights"), 1)
            ),
        ),
    ),
    situations=(KnownSituation("s-darfur", "Darfur since 2023", "2023-04/..", ("SD",), ("darfur",), ("masalit",)),),
    alerts=(
        KnownAlert("a1", "Genocide Emergency: Sudan", "2023-05-01", ("watch",)),
        KnownAlert("a2", "Genocide Emergency: Sudan - Update 2", "2023-08-01", ("watch",)),
        KnownAlert("a9", "Genocide Warning: Elsewhere", "2023-08-02", ("watch",)),
    ),
)  # fmt: skip
