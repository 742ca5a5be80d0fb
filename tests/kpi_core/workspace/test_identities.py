"""One person is one lead whatever tool speaks of them, and two people are never made one."""

import pytest

from tests.kpi_core.workspace.filled import lead

URL = "https://www.linkedin.com/in/ana-diaz"


def people(made):
    """Return how many people the workspace knows."""
    return made.rows("SELECT count(DISTINCT lead) FROM leads")[0][0]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (lead("ana@firm.example"), lead(" ANA@Firm.example ")),
        (lead("ana@firm.example", linkedin_url=URL), lead(linkedin_url=URL.upper())),
        (lead(linkedin_url=URL), lead("ana@firm.example", linkedin_url=URL)),
    ],
    ids=["same e-mail, typed otherwise", "same LinkedIn, no e-mail", "e-mail learnt later"],
)
def test_two_tools_one_person(made, first, second):
    """
    A form, a CRM and an outreach tool that speak of one person make one lead.
    """
    made.add("leads", first, system="hubspot.contacts")
    made.add("leads", second, system="waalaxy.prospects")

    assert 1 == people(made)
    assert 1 == made.value("lead_volume")


def test_the_tools_own_identifier_comes_last(made):
    """
    With neither e-mail nor LinkedIn, the same identifier in the same tool is the same person.
    """
    made.add("leads", lead(external_id="77", name="Ana"), system="hubspot.contacts")
    made.add("leads", lead("ana@firm.example", external_id="77"), system="hubspot.contacts")

    assert 1 == people(made)


def test_identifiers_of_two_tools_are_not_one(made):
    """
    Number 77 in HubSpot and number 77 in Salesforce are two people.
    """
    made.add("leads", lead(external_id="77"), system="hubspot.contacts")
    made.add("leads", lead(external_id="77"), system="salesforce.leads")

    assert 2 == people(made)


def test_a_name_alone_never_makes_two_people_one(made):
    """
    Two rows called Ana Diaz of the same firm stay two people: names are a weak match.
    """
    made.add("leads", lead(name="Ana Diaz", company="Firm"), system="hubspot.contacts")
    made.add("leads", lead(name="Ana Diaz", company="Firm"), system="salesforce.leads")

    assert 2 == people(made)


def test_two_nameless_rows_of_one_file_are_two_people(made):
    """
    Rows that say nothing of who they are about are counted each, once however often imported.
    """
    rows = [lead(name="Ana"), lead(name="Ana")]
    made.add("leads", *rows)
    made.add("leads", *rows)

    assert 2 == people(made)


def test_another_e_mail_is_another_person(made):
    """
    Two e-mails that share a LinkedIn address are two keys of the first rank: never merged silently.
    """
    made.add("leads", lead("ana@firm.example", linkedin_url=URL), system="hubspot.contacts")

    told = made.add("leads", lead("bob@other.example", linkedin_url=URL), system="salesforce.leads")

    assert 2 == people(made)
    assert 1 == told.torn_identities


def test_the_numbers_of_a_plain_list_are_nobodys_record(made):
    """
    Line 1 of one list and line 1 of another are two people when their e-mails say so.
    """
    made.add("leads", lead("ana@firm.example", external_id="1"))
    made.add("leads", lead("bob@other.example", external_id="1"))

    assert 2 == people(made)


def test_a_corrected_e_mail_makes_no_new_person(made):
    """
    A CRM's record whose e-mail was corrected is still the same lead.
    """
    made.add("leads", lead("ana@frim.example", external_id="77"), system="hubspot.contacts")
    made.add("leads", lead("ana@firm.example", external_id="77"), system="hubspot.contacts")

    assert [("ana@firm.example",)] == made.rows("SELECT email FROM leads")


def test_one_file_merges_as_two_files_do(made):
    """
    A person on two lines of one file, once without e-mail, is one person, as in two files.
    """
    made.add("leads", lead("ana@firm.example", linkedin_url=URL), lead(linkedin_url=URL))

    assert 1 == people(made)


def test_a_second_tool_adds_and_overrides_nothing(made):
    """
    The first tool stays the record; what it did not know, the second fills in.
    """
    made.add("leads", lead("ana@firm.example", company="Firm"), system="hubspot.contacts")
    made.add(
        "leads",
        lead("ana@firm.example", "2025-06-01", company="FIRM SA", mql_on="2025-07-01"),
        system="salesforce.leads",
    )

    ((company, created, mql),) = made.rows(
        "SELECT company, created_on::VARCHAR, mql_on::VARCHAR FROM leads"
    )
    assert ("Firm", "2025-03-10", "2025-07-01") == (company, created, mql)


def test_torn_keys_are_counted(made):
    """
    A row whose e-mail is one known person's and whose LinkedIn is another's is told, not merged.
    """
    made.add("leads", lead("ana@firm.example"), lead(linkedin_url=URL))

    told = made.add("leads", lead("ana@firm.example", linkedin_url=URL))

    assert 1 == told.torn_identities
    assert 2 == people(made)


def test_the_last_line_about_a_person_stands(made):
    """
    A file that speaks twice of one person counts one lead, as its last line describes.
    """
    made.add(
        "leads", lead("ana@firm.example", company="Old"), lead("ana@firm.example", company="New")
    )

    assert [("New",)] == made.rows("SELECT company FROM leads")
