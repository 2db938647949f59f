import pytest

DTD = '<!DOCTYPE nitf SYSTEM "http://example.org/nitf-3-3.dtd">'


def test_newsml_item_is_a_story(read, make):
    result = read("1.xml", make.newsml("Brindle"))
    (story,) = result.stories
    assert result.issues == []
    assert story.id == "urn:newsml:northwire:Brindle"
    assert (story.title, story.published, story.publisher) == ("Board fines Brindle", "2021-03-04", "Northwire")
    assert story.text == "HARBOUR (Northwire) - The board fined Brindle Ore.\nIt paid $4.3 million."


def test_single_item_without_a_message_is_read(read, make):
    assert len(read("1.xml", make.newsml_item()).stories) == 1


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ('<inlineData contenttype="text/plain">One &amp; two.\n\nThree.</inlineData>', "One & two.\n\nThree."),
        (
            '<inlineData contenttype="text/html">&lt;p&gt;One.&lt;p&gt;Two &amp;amp; three.&lt;br&gt;</inlineData>',
            "One.\nTwo & three.",
        ),
        ('<remoteContent href="x.jpg"/><inlineData>Plain.</inlineData>', "Plain."),
        (
            '<inlineXML><nitf xmlns="x"><body><body.content><p>One.</p><table><tr><td>a</td><td>b</td></tr></table>'
            "</body.content></body></nitf></inlineXML>",
            "One.\na b",
        ),
    ],
)
def test_kinds_of_content(read, make, content, text):
    assert read("1.xml", make.newsml_item(content=content)).texts == [text]


def test_item_without_text_and_withdrawn_item_are_skipped_with_a_reason(read, make):
    picture = make.newsml_item("Picture", content='<remoteContent href="x.jpg"/>')
    withdrawn = make.newsml_item("Gone", status="canceled")
    result = read("1.xml", f"<newsMessage>{picture}{withdrawn}{make.newsml_item('Brindle')}</newsMessage>")
    assert result.ids == ["urn:newsml:northwire:Brindle"]
    assert result.codes("skipped") == ["no-story", "no-story"]
    assert "withdrawn" in result.issues[1].message


@pytest.mark.parametrize("doctype", ["", DTD])
def test_nitf_is_a_story(read, make, doctype):
    result = read("1.xml", make.nitf(doctype=doctype))
    (story,) = result.stories
    assert result.issues == []
    assert (story.id, story.url) == ("nw-Brindle", "https://example.org/1")
    assert (story.title, story.published, story.publisher) == ("Board fines Brindle", "2021-03-04", "Northwire")
    assert story.text == "HARBOUR\nThe board fined Brindle Ore.\nIt paid $4.3 million."


def test_lead_before_the_full_text_is_not_read_twice(read, make):
    lead, whole = (
        '<block class="lead_paragraph"><p>Lead.</p></block>',
        '<block class="full_text"><p>Lead.</p><p>Rest.</p></block>',
    )
    document = f"<nitf><body><body.content>{lead}{whole}</body.content></body></nitf>"
    result = read("1.xml", document)
    assert (result.ids, result.texts) == (["1.xml"], ["Lead.\nRest."])


def test_names_of_characters_that_the_document_type_declares_are_known(read, make):
    result = read("1.xml", make.nitf(doctype=DTD).replace("&#160;", "&nbsp;").replace("Quill", "Qu&eacute;ll"))
    assert result.texts[0].endswith("$4.3 million.")
    assert result.issues == []


EVIL = {
    "a file": '<!DOCTYPE nitf [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
    "the network": '<!DOCTYPE nitf [<!ENTITY x SYSTEM "http://127.0.0.1:9/x">]>',
    "a parameter": '<!DOCTYPE nitf [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]>',
    "laughs": '<!DOCTYPE nitf [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY x "&b;&b;&b;">]>',
}


@pytest.mark.parametrize("doctype", EVIL.values(), ids=EVIL)
def test_entities_are_refused_and_named(read, make, doctype):
    result = read("1.xml", make.nitf(doctype=doctype).replace("$4.3", "&x;"))
    assert result.stories == []
    issue = result.issue("refused-xml")
    assert issue.severity == "failed"
    assert "entities" in issue.message


def test_document_type_is_never_fetched(read, make, monkeypatch):
    import socket
    import urllib.request

    monkeypatch.setattr(socket, "create_connection", None)
    monkeypatch.setattr(urllib.request, "urlopen", None)
    assert len(read("1.xml", make.nitf(doctype=DTD)).stories) == 1


def test_items_before_a_damage_are_read(read, make):
    whole = make.newsml("Ashby", "Brindle", "Corder")
    result = read("1.xml", whole[: len(whole) - 400])
    assert [id.rpartition(":")[2] for id in result.ids] == ["Ashby", "Brindle"]
    assert result.codes("failed") == ["bad-xml"]


@pytest.mark.parametrize("data", ["<rss><channel/></rss>", "<newsMessage/>"])
def test_xml_of_other_kinds_fails(read, data):
    assert read("1.xml", data).codes("failed") == ["unknown-xml"]


@pytest.mark.parametrize("label", ["klingon", "shift_jis"])
def test_encoding_that_the_parser_does_not_know_fails(read, make, label):
    result = read("1.xml", make.nitf().replace("UTF-8", label))
    assert "encoding" in result.issue("bad-xml").message


@pytest.mark.parametrize("data", ["no xml", "<nitf>", "\0\0\0", "<nitf><body>&undefined;</body></nitf>"])
def test_what_is_not_well_formed_fails(read, data):
    assert read("1.xml", data).codes("failed") == ["bad-xml"]


def test_empty_file_and_encodings(read, make):
    assert read("1.xml", "").codes() == ["empty-file"]
    latin = make.nitf("Ünal").replace("UTF-8", "ISO-8859-1").encode("latin-1")
    assert "Ünal Ore" in read("2.xml", latin).texts[0]


def test_item_nested_too_deep_costs_itself_only(read, make):
    deep = "<inlineXML>" + "<div>" * 5000 + "x" + "</div>" * 5000 + "</inlineXML>"
    result = read("1.xml", f"<m>{make.newsml_item('Deep', content=deep)}{make.newsml_item('Brindle')}</m>")
    assert result.ids == ["urn:newsml:northwire:Brindle"]
    assert result.codes("failed") == ["bad-xml"]
