import pytest
from django import forms
from django.template import Context, Template
from django.utils import translation

from contactreductie.core.templatetags import house


class ContactForm(forms.Form):
    channel = forms.ChoiceField(
        label="Channel", choices=[("phone", "Phone"), ("mail", "Mail")], widget=forms.RadioSelect
    )
    note = forms.CharField(label="Note", required=False, help_text="At most 280 characters.")
    confirmed = forms.BooleanField(label="Sure", required=False)
    file = forms.FileField(label="File", required=False)


def render(source: str, **context: object) -> str:
    with translation.override("en-gb"):
        return Template("{% load house %}" + source).render(Context(context))


def test_delta_without_a_good_direction_stays_neutral():
    assert render("{% delta 110 100 %}") == (
        '<span class="delta"><span class="delta__arrow" aria-hidden="true">▲</span>+10%</span>'
    )


def test_delta_without_an_arrow_is_only_the_change():
    assert render("{% delta 110 100 arrow=False %}") == '<span class="delta">+10%</span>'


@pytest.mark.parametrize(
    ("now", "good", "tone"),
    [(90, "down", "delta--good"), (110, "down", "delta--bad"), (110, "up", "delta--good")],
)
def test_delta_with_a_good_direction_says_which(now: int, good: str, tone: str):
    assert f'class="delta {tone}"' in render("{% delta now 100 good=good %}", now=now, good=good)


@pytest.mark.parametrize(
    ("now", "before", "shown"), [(4, 0, "new"), (0, 0, "0%"), (4, None, "–"), (None, 4, "–")]
)
def test_delta_without_a_start_is_a_word(now: int | None, before: int | None, shown: str):
    rendered = render("{% delta now before %}", now=now, before=before)

    assert rendered == f'<span class="delta">{shown}</span>'


def test_sparkline_outside_its_band_marks_the_last_value():
    rendered = render("{% sparkline values low=2 high=8 label='Phone' %}", values=[5, 10])

    assert 'class="spark__out" d="M120.0 0.0h0"' in rendered
    assert 'role="img" aria-label="Phone"' in rendered


def test_sparkline_without_values_is_nothing():
    assert render("{% sparkline values %}", values=[]) == ""


def test_bar_without_a_value_is_nothing():
    assert render("{% bar value 10 %}", value=None) == ""


def test_bar_draws_its_share_whatever_the_language():
    assert 'class="bar__fill" width="12.5"' in render("{% bar 12.5 100 %}")


def test_badge_carries_an_icon_beside_its_colour():
    rendered = render("{% badge text 'signal' %}", text="<b>Late</b>")

    assert "icons.svg#alarm" in rendered
    assert "&lt;b&gt;Late&lt;/b&gt;" in rendered


def test_alarm_mark_without_an_alarm_is_nothing():
    assert render("{% alarm_mark kind %}", kind=None) == ""


def test_alarm_mark_says_the_word():
    assert "Spike" in render("{% alarm_mark 'spike' %}")


@pytest.mark.parametrize("letter", ["A", "R", "C", "I"])
def test_raci_speaks_the_full_word(letter: str):
    with translation.override("en-gb"):
        word = str(house.RACI_WORDS[letter])

    assert f'<span class="visually-hidden">{word}</span>' in render("{% raci x %}", x=letter)


def test_field_radio_becomes_a_group_with_a_legend():
    rendered = render("{% field form.channel large=True %}", form=ContactForm())

    assert '<fieldset class="field field--large"' in rendered
    assert rendered.count('type="radio"') == 2


def test_field_ties_help_and_error_to_the_control():
    class Strict(ContactForm):
        note = forms.CharField(label="Note", help_text="At most 280 characters.")

    rendered = render("{% field form.note %}", form=Strict({}))

    assert 'aria-describedby="id_note_helptext id_note_error"' in rendered
    assert 'id="id_note_helptext"' in rendered
    assert 'id="id_note_error"' in rendered


def test_field_not_required_says_optional_unless_told_otherwise():
    form = ContactForm()

    assert "(optional)" in render("{% field form.note %}", form=form)
    assert "(optional)" not in render("{% field form.note optional=False %}", form=form)


def test_form_errors_link_to_their_field():
    rendered = render("{% form_errors form %}", form=ContactForm({}))

    assert '<a href="#id_channel">Channel</a>' in rendered


def test_form_errors_of_a_valid_form_are_nothing():
    rendered = render("{% form_errors form %}", form=ContactForm({"channel": "phone"}))

    assert rendered.strip() == ""


def test_content_of_takes_the_first_block_with_content():
    page = "{% block a %} {% endblock %}{% block b %} x {% endblock %}|{% content_of 'a' 'b' %}"

    assert "|x" in render_page(page)


def test_content_of_an_unknown_block_is_empty():
    assert render_page("{% content_of 'nowhere' %}|") == "|"


def render_page(source: str) -> str:
    """Blocks are only known to a page that extends another."""
    parent = Template("{% load house %}" + source)
    child = Template("{% extends parent %}")
    return child.render(Context({"parent": parent}))
