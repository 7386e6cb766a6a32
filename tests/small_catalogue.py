"""A whole catalogue in a few rows: each file of it, with a chain of updates, a series number and notes."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

WARNING, UPDATE, DRAFT = "brmw222222", "brmw333333", "brmw444444"
WATCH, AZERBAIJAN, MINISTRY, UN = "rgwt222222", "rgzr222222", "rgmn222222", "rgvn222222"
LACHIN, ARTSAKH = "pkch222222", "pkrt222222"
ARMENIANS, SITUATION = "ppvr222222", "stnk222222"
WARNING_TYPE, UPDATE_TYPE = "tpwr222222", "tpvp222222"
FIRST_STAGE, SECOND_STAGE = "ndct222222", "ndct333333"
SANCTIONS, SERIAL = "mssn222222", "srbb222222"
ASK, SECOND_ASK, NOTE = "rcsk222222", "rcsk333333", "ntnt222222"

ALERT_COLUMNS = (
    "uid,title,type,language,abstract,body,text_rights,symbol,source_url,source_kind,retrieved_on,issued,issued_basis,"
    "issued_note,issuers_note,signatory_count,serial,serial_number,do_no_harm,curator_note"
)
FILES = {
    "countries.csv": """
        code,alpha3,name,from_year,until_year,former_alpha2,successors
        AZ,AZE,Azerbaijan,,,,
        AM,ARM,Armenia,,,,
        YUCS,,Yugoslavia,1974,2003,YU,AZ;AM
    """,
    "places.csv": f"""
        uid,slug,name,countries,part_of
        {LACHIN},lachin-road,Lachin road,AZ;AM,{ARTSAKH}
        {ARTSAKH},nagorno-karabakh,Nagorno-Karabakh,AZ,
    """,
    "populations.csv": f"""
        uid,slug,name
        {ARMENIANS},armenians,Armenians
    """,
    "organizations.csv": f"""
        uid,slug,name,acronym,kind,country,parent,predecessors,website,description
        {MINISTRY},ministry,Ministry of Defence,MoD,state_body,AZ,{AZERBAIJAN},,,
        {AZERBAIJAN},azerbaijan,Azerbaijan,,state,AZ,,,,
        {WATCH},genocide-watch,Genocide Watch,GW,ngo,,,{UN},https://example.org/,Warns.
        {UN},united-nations,United Nations,UN,un_body,,,,,
    """,
    "names.csv": f"""
        of,record,text,relation,language,script,used_by,since,until
        country,AZ,Azərbaycan,same,az,Latn,,,
        place,{ARTSAKH},Artsakh,contested,hy,Latn,Armenians,1991,
        population,{ARMENIANS},Hayer,same,hy,Latn,,,
        organization,{UN},Organisation des Nations unies,same,fr,Latn,,,
    """,
    "scales.csv": f"""
        scale,title,issuer,position,label
        watch-scale,Levels of Genocide Watch,{WATCH},1,Watch
        watch-scale,Levels of Genocide Watch,{WATCH},2,Warning
    """,
    "types.csv": f"""
        uid,slug,issuer,label,genre,scale,step
        {WARNING_TYPE},genocide-warning,{WATCH},Genocide Warning,alert,watch-scale,Warning
        {UPDATE_TYPE},joint-letter,,Joint letter,letter,,
    """,
    "serials.csv": f"""
        uid,slug,issuer,title
        {SERIAL},bulletin,{WATCH},Bulletin
    """,
    "frameworks.csv": f"""
        uid,slug,title,issuer,source,number,indicator
        {FIRST_STAGE},ten-stages,Ten Stages of Genocide,{WATCH},Gregory Stanton,1,Classification
        {SECOND_STAGE},ten-stages,Ten Stages of Genocide,{WATCH},Gregory Stanton,2,Symbolization
    """,
    "measures.csv": f"""
        uid,slug,label,description
        {SANCTIONS},sanctions,Sanctions,Restrictions on persons or trade
    """,
    "situations.csv": f"""
        uid,slug,title,summary,period,places,populations,alerts
        {SITUATION},nagorno-karabakh,Nagorno-Karabakh,A dispute.,1988/..,{ARTSAKH},{ARMENIANS},{WARNING};{UPDATE}
    """,
    "alerts.csv": f"""
        {ALERT_COLUMNS}
        {UPDATE},Warning: Update 1,{UPDATE_TYPE},en,The body says it is worse.,,,,,,,2022-12-03,printed,,,,,,yes,
        {WARNING},Warning,{WARNING_TYPE},en,"The body warns of ""a risk"".","One

        Two",excerpt,A/1,https://example.org/a,issuer,2024-01-31,2022-10,inferred,Why,,50+,{SERIAL},7,yes,Ask again
        {DRAFT},Not looked through,{WARNING_TYPE},en,The body warns.,,abstract_only,,,unknown,,,unknown,,,,,,,
    """,
    "parties.csv": f"""
        uid,alert,position,role,organization,as_printed,office
        prtt222222,{WARNING},1,issuer,{WATCH},GenocideWatch,
        prtt333333,{WARNING},2,addressee,{UN},,Special Adviser
        prtt444444,{UPDATE},1,issuer,{WATCH},,
        prtt555555,{DRAFT},1,issuer,{WATCH},,
    """,
    "dates.csv": f"""
        uid,alert,position,kind,edtf,basis,note
        dtdt222222,{WARNING},1,period,2020-09-27/2020-11-10,printed,
    """,
    "alert_countries.csv": f"""
        uid,alert,position,country,role,then_name
        cncn222222,{WARNING},1,AZ,responsible,
        cncn333333,{WARNING},2,AM,affected,Armenian SSR
    """,
    "alert_places.csv": f"""
        uid,alert,position,place,as_printed
        pkpk222222,{WARNING},1,{LACHIN},Lachin corridor
    """,
    "alert_populations.csv": f"""
        uid,alert,position,population,as_printed
        pppp222222,{WARNING},1,{ARMENIANS},about 120 people
        pppp333333,{WARNING},2,,those who fled
    """,
    "characterizations.csv": f"""
        uid,alert,position,crime,modality,words,actor,actor_text,population,population_text
        chch222222,{WARNING},1,genocide,risk,a risk,{AZERBAIJAN},,{ARMENIANS},
    """,
    "assessments.csv": f"""
        uid,alert,position,indicator,as_printed,note,concluded
        ssss222222,{WARNING},1,{FIRST_STAGE},Classification,Said to be seen,no
        ssss333333,{WARNING},2,{SECOND_STAGE},,,yes
    """,
    "recommendations.csv": f"""
        uid,alert,number,text,wording,addressee_basis,measure,location,situation
        {ASK},{WARNING},1,Impose sanctions.,restated,stated,sanctions,p. 2,{SITUATION}
        {SECOND_ASK},{WARNING},2,Speak up.,verbatim,none,,,
    """,
    "addressees.csv": f"""
        uid,recommendation,position,organization,as_printed
        drss222222,{ASK},1,{UN},UN
    """,
    "targets.csv": f"""
        uid,recommendation,position,organization,as_printed
        trgt222222,{ASK},1,{MINISTRY},
    """,
    "notes.csv": f"""
        uid,alert,number,text
        {NOTE},{WARNING},3,See also
    """,
    "references.csv": f"""
        uid,note,position,text,url,symbol,sensitive
        rfrf222222,{NOTE},1,A report,https://example.org/r,A/2,no
        rfrf333333,{NOTE},2,A film,https://example.org/f,,yes
    """,
    "relations.csv": f"""
        uid,alert,kind,target,note
        rkrk222222,{UPDATE},updates,{WARNING},
    """,
    "former_addresses.csv": f"""
        kind,value,uid
        alert,old-warning,{WARNING}
        organization,genocide-monitor,{WATCH}
    """,
}  # fmt: skip


class Catalogue:
    """The files of the small catalogue in a folder, to be spoiled one cell at a time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name, text in FILES.items():
            lines = [line.strip() for line in text.strip().splitlines()]
            self.write(name, "\n".join(lines) + "\n")

    def write(self, name: str, text: str) -> None:
        (self.folder / name).write_bytes(text.encode())

    def text(self, name: str) -> str:
        return (self.folder / name).read_text()

    def rows(self, name: str) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(self.text(name))))

    def save(self, name: str, rows: list[dict[str, str]]) -> None:
        out = io.StringIO()
        writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        self.write(name, out.getvalue())

    def change(self, name: str, key: str, /, **cells: str) -> None:
        """Set cells of the row whose first cell is `key`."""
        rows = self.rows(name)
        [row] = [row for row in rows if next(iter(row.values())) == key]
        row.update(cells)
        self.save(name, rows)

    def add(self, name: str, /, **cells: str) -> None:
        """One more row; cells that are not given are empty."""
        rows = self.rows(name)
        self.save(name, [*rows, dict.fromkeys(rows[0], "") | cells])

    def drop(self, name: str, key: str) -> None:
        self.save(name, [row for row in self.rows(name) if next(iter(row.values())) != key])


def load(catalogue: Catalogue, **options: Any) -> str:
    """What the command says on standard output."""
    out = io.StringIO()
    call_command("loadcatalogue", catalogue.folder, stdout=out, stderr=io.StringIO(), **options)
    return out.getvalue()


def refusal(catalogue: Catalogue, **options: Any) -> list[str]:
    """The problems that a load names, after it was made sure that nothing was written."""
    before = contents()
    with pytest.raises(CommandError) as refused:
        load(catalogue, **options)
    assert contents() == before
    return str(refused.value).splitlines()[1:]


def contents() -> dict[str, list[Any]]:
    """Every row of every table, so that two moments can be compared."""
    managed = [m for m in apps.get_models() if m._meta.app_label not in ("contenttypes", "sessions")]
    return {m._meta.label: list(m._base_manager.order_by("pk").values()) for m in managed}
