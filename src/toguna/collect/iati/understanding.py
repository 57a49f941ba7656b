"""One activity's XML as neutral values, in whatever order it stands, each repair told and nothing left behind.

It follows the same table as the writer. What the table has no place for is kept as XML beside what was understood.
"""

from collections.abc import Callable
from typing import Any

from lxml import etree

from toguna.collect.iati import wordings as say
from toguna.collect.iati.kept import (
    XML_LANGUAGE,
    bare_name,
    kept_element,
    kept_text,
    left_over,
    line_of,
    local_name,
    readable_name,
    sound_name,
)
from toguna.collect.iati.mending import Mending
from toguna.collect.iati.planning import Place, Plan, plan_of
from toguna.collect.iati.telling import Telling
from toguna.rules.iati import Element, IatiActivity, IatiFile, Indicator, Kind, Part, Period, Unmodelled

Values = dict[str, Any]


class Understanding:
    """The reading of one file's activities. `namespace` is the one that the file puts IATI's names in, mostly none."""

    def __init__(self, telling: Telling, namespace: str) -> None:
        """What is told about them goes to `telling`."""
        self._telling = telling
        self._namespace = namespace
        self._mending = Mending(telling)
        self._own_language = ""

    def activity(self, element: etree._Element) -> IatiActivity:
        """The activity that stands in this element."""
        self._telling.identifier = (element.findtext("{*}iati-identifier") or "").strip()
        self._mending.begin(element)
        written = element.get(XML_LANGUAGE)
        self._own_language = self._mending.language(element, written) if written is not None else ""
        read = self._element(IatiActivity, element, self._own_language)
        assert isinstance(read, IatiActivity)
        return read

    def head(self, root: etree._Element) -> IatiFile:
        """What the file says of itself, without its activities."""
        plan = plan_of(IatiFile)
        place = Place(root, "")
        self._read_attributes(plan, place)
        return IatiFile(unmodelled=tuple(place.kept), **place.values)

    def _element(self, shape: type[Element], element: etree._Element, language: str) -> Element:
        plan = plan_of(shape)
        if shape is Indicator:
            self._mending.measure = element.get("measure") or ""
        place = Place(element, language)
        self._read_attributes(plan, place)
        text = element.text
        if text and not text.isspace():
            place.stray.append(text)
        self._read_children(plan, place)
        if place.stray:
            self._read_text(plan, place)
        values = place.values
        for field, several in place.several.items():
            values[field] = tuple(several)
        if shape is Period or shape is Indicator:
            self._mending.results(element, values)
        for field, name in plan.required:
            if not values.get(field) and values.get(field) is not False:
                self._tell_missing(element, name)
        return shape(unmodelled=tuple(place.kept), **values)

    def _read_attributes(self, plan: Plan, place: Place) -> None:
        for name, written in place.element.items():
            if (field := plan.plain.get(str(name))) is not None:
                place.values[field] = str(written)
                continue
            part = plan.attributes.get(str(name))
            text = str(written)
            if part is None:
                if name == XML_LANGUAGE:
                    place.language = self._inherited(place.element, text)
                else:
                    self._keep(place, Unmodelled(sound_name(str(name)), text, True, line_of(place.element)))
            elif part.kind is Kind.FLAG:
                said = self._mending.flag(place.element, part.name, text)
                if said is None:
                    # It was told already what it says.
                    self._keep(place, Unmodelled(part.name, text, True, line_of(place.element)), message="")
                else:
                    place.values[part.field] = said
            elif name == XML_LANGUAGE:
                place.values[part.field] = self._own_language or None
            else:
                place.values[part.field] = self._mending.attribute(place.element, part.name, text)

    def _inherited(self, element: etree._Element, written: str) -> str:
        self._telling.note("language-above", say.LANGUAGE_ABOVE, element, found=written)
        return self._mending.language(element, written)

    def _read_children(self, plan: Plan, place: Place) -> None:
        last, misplaced = -1, None
        children, namespace = plan.children, self._namespace
        for child in place.element:
            tag = str(child.tag)
            found = children.get(local_name(tag, namespace) if namespace else tag)
            if found is None:
                self._keep(place, kept_element(child, self._namespace))
            else:
                rank, kind, part = found
                if rank < last:
                    misplaced = misplaced if misplaced is not None else child
                else:
                    last = rank
                READ[kind](self, part, child, place)
            tail = child.tail
            if tail and not tail.isspace():
                place.stray.append(tail)
        if misplaced is not None:
            name = local_name(str(misplaced.tag), self._namespace)
            self._telling.note("order", say.ORDER, misplaced, name=name)

    def _read_text(self, plan: Plan, place: Place) -> None:
        """Text in the element itself: its amount, a text without its narrative, or nothing that the schema knows."""
        if plan.content is not None:
            text = place.stray[0] if len(place.stray) == 1 else " ".join(one.strip() for one in place.stray)
            # Only beside other tags is white space that of the page and not of the text.
            place.values[plan.content.field] = self._mending.amount(
                place.element, text.strip() if len(place.element) else text
            )
        elif plan.narratives is not None:
            text = " ".join(one.strip() for one in place.stray)
            self._telling.note("bare-text", say.BARE_TEXT, place.element, text=text[:200])
            place.several.setdefault(plan.narratives.field, []).append((self._said_in(place.language), text))
        else:
            kept = kept_text(place.element, [one.strip() for one in place.stray], self._namespace)
            self._keep(place, kept, message=say.STRAY_TEXT)

    def _said_in(self, language: str) -> str:
        """A language as the model has it: none where it is the activity's own."""
        return "" if language == self._own_language else language

    def _read_one(self, part: Part, child: etree._Element, place: Place) -> None:
        if part.field in place.values:
            self._set_aside(part, child, place)
        else:
            assert part.shape is not None
            place.values[part.field] = self._element(part.shape, child, place.language)

    def _read_many(self, part: Part, child: etree._Element, place: Place) -> None:
        assert part.shape is not None
        place.several.setdefault(part.field, []).append(self._element(part.shape, child, place.language))

    def _read_word(self, part: Part, child: etree._Element, place: Place) -> None:
        several = part.kind is Kind.WORDS
        if not several and part.field in place.values:
            self._set_aside(part, child, place)
            return
        word = child.get(part.attribute)
        text = child.text is not None and not child.text.isspace() and child.text
        from_text = False
        # Of several, a text without its code could as well be what was left over of another one.
        if word is None and text and not several and not len(child) and not child.attrib:
            word, from_text = text.strip(), True
            self._telling.note(
                "text-for-attribute", say.TEXT_FOR_ATTRIBUTE, child, attribute=part.attribute, text=word[:200]
            )
        if word is not None:
            word = self._mending.attribute(child, part.attribute, word)
            if several:
                place.several.setdefault(part.field, []).append(word)
            else:
                place.values[part.field] = word
        if word is None or len(child.attrib) > 1 or len(child) or (text and not from_text):
            self._keep_left_over(part, child, place, attributes=(part.attribute,), text=from_text)

    def _read_line(self, part: Part, child: etree._Element, place: Place) -> None:
        several = part.kind is Kind.LINES
        if not several and part.field in place.values:
            self._set_aside(part, child, place)
            return
        text = child.text or ""
        nothing_but_more = not text.strip() and (len(child) or child.attrib)
        if not nothing_but_more:
            text = self._mending.line(child, part.name, text.strip() if len(child) else text)
            if several:
                place.several.setdefault(part.field, []).append(text)
            else:
                place.values[part.field] = text
        if len(child) or child.attrib:
            self._keep_left_over(part, child, place, attributes=(), text=True)

    def _read_text_child(self, part: Part, child: etree._Element, place: Place) -> None:
        """A child of narratives; several where the schema has several, or a publisher repeats it by language."""
        said, more = self._narratives_in(child, place)
        left = None
        if more:
            left = left_over(child, self._namespace, attributes=(XML_LANGUAGE,), text=True, narratives=True)
        if left is not None and not any(text.strip() for _, text in said):
            self._keep(place, kept_element(child, self._namespace), message=say.LEFT_OVER)
            return
        if left is not None:
            self._keep(place, left, message=say.LEFT_OVER)
        if part.kind is Kind.TEXTS:
            if said:
                place.several.setdefault(part.field, []).append(tuple(said))
        elif part.field in place.values:
            self._telling.note("text-repeated", say.TEXT_REPEATED, child, name=part.name)
            place.values[part.field] = (*place.values[part.field], *said)
        else:
            place.values[part.field] = tuple(said)

    def _narratives_in(self, child: etree._Element, place: Place) -> tuple[list[tuple[str, str]], bool]:
        """The texts of an element in their languages, and whether anything else stands in it."""
        language, more = place.language, False
        if child.attrib:
            written = child.get(XML_LANGUAGE)
            more = len(child.attrib) > (written is not None)
            if written is not None:
                language = self._inherited(child, written)
        said = []
        bare = [child.text]
        for one in child:
            if local_name(str(one.tag), self._namespace) == "narrative":
                said.append(self._narrative(one, language))
                more = more or len(one.attrib) > (one.get(XML_LANGUAGE) is not None)
            else:
                more = True
            bare.append(one.tail)
        text = " ".join(piece.strip() for piece in bare if piece and not piece.isspace())
        if text:
            self._telling.note("bare-text", say.BARE_TEXT, child, text=text[:200])
            said.append((self._said_in(language), text))
        return said, more

    def _narrative(self, element: etree._Element, around: str) -> tuple[str, str]:
        written = element.get(XML_LANGUAGE)
        language = around if written is None else self._mending.language(element, written)
        if len(element):
            names = ", ".join(sorted({bare_name(one) for one in element.iterdescendants()}))
            self._telling.note("marked-text", say.MARKED_TEXT, element, names=names)
            return self._said_in(language), "".join(str(piece) for piece in element.itertext())
        text = element.text or ""
        if not text.strip():
            self._telling.note("empty-text", say.EMPTY_TEXT, element)
        return self._said_in(language), text

    def _read_narrative(self, part: Part, child: etree._Element, place: Place) -> None:
        more = len(child.attrib) > (child.get(XML_LANGUAGE) is not None)
        if more and not "".join(str(piece) for piece in child.itertext()).strip():
            self._keep(place, kept_element(child, self._namespace), message=say.LEFT_OVER)
            return
        place.several.setdefault(part.field, []).append(self._narrative(child, place.language))
        if more:
            self._keep_left_over(part, child, place, attributes=(XML_LANGUAGE,), text=True)

    def _read_raw(self, part: Part, child: etree._Element, place: Place) -> None:
        if part.field in place.values:
            self._set_aside(part, child, place)
        else:
            place.values[part.field] = kept_element(child, self._namespace).text

    def _set_aside(self, part: Part, child: etree._Element, place: Place) -> None:
        """A second one of what can stand only once: kept as it is."""
        self._keep(place, kept_element(child, self._namespace), message="")
        self._telling.warn("repeated", say.REPEATED, child, name=part.name)

    def _keep_left_over(
        self, part: Part, child: etree._Element, place: Place, *, attributes: tuple[str, ...], text: bool
    ) -> None:
        left = left_over(child, self._namespace, attributes=attributes, text=text)
        if left is not None:
            self._keep(place, left, message=say.LEFT_OVER)
        else:
            self._telling.warn("empty", say.EMPTY, child, name=part.name)

    def _keep(self, place: Place, one: Unmodelled, *, message: str = say.UNMODELLED) -> None:
        """Keep what has no place, count it by its name, and say so where it was not said yet."""
        place.kept.append(one)
        within = local_name(str(place.element.tag), self._namespace)
        name = f"{within}/{'@' if one.is_attribute else ''}{readable_name(one.name)}"
        if message == say.STRAY_TEXT:
            name = f"{within}/text()"
        self._telling.unmodelled[name] += 1
        if message:
            self._telling.warn("unmodelled", message, place.element, name=name, text=one.text[:200])

    def _tell_missing(self, element: etree._Element, name: str) -> None:
        within = local_name(str(element.tag), self._namespace)
        self._telling.warn("missing", say.MISSING, element, name=name, within=within)


READ: dict[str, Callable[[Understanding, Part, etree._Element, Place], None]] = {
    Kind.NARRATIVES.name: Understanding._read_narrative,
    Kind.TEXT.name: Understanding._read_text_child,
    Kind.TEXTS.name: Understanding._read_text_child,
    Kind.LINE.name: Understanding._read_line,
    Kind.LINES.name: Understanding._read_line,
    Kind.WORD.name: Understanding._read_word,
    Kind.WORDS.name: Understanding._read_word,
    Kind.ONE.name: Understanding._read_one,
    Kind.MANY.name: Understanding._read_many,
    Kind.RAW.name: Understanding._read_raw,
}
