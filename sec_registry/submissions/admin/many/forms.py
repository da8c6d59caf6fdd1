"""The form of a change that names no record: a field for each column that the action uses."""

from collections.abc import Mapping, Sequence
from typing import Any

from sec_registry.registers.catalogue import columns
from sec_registry.registers.vocabulary import Action, Kind
from sec_registry.submissions.entry.asking import Asked
from sec_registry.submissions.entry.fields import field_for, key_of
from sec_registry.submissions.forms import ON_BEHALF, OnBehalfForm


class ManyForm(OnBehalfForm):
    """One row; ``shown`` is what stands in its fields at first, and ``fixed`` stays as it is."""

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        action: Action,
        names: Sequence[str],
        shown: Mapping[str, str],
        fixed: str,
    ) -> None:
        super().__init__(data)
        self.action = action
        self.names = names
        grounds = _grounds_of_gaps(action)
        for name in names:
            column = columns()[name]
            field = field_for(column, shown=shown.get(name, ""), blind=False, words={})
            field.label, field.initial = name, shown.get(name, "")
            needed = f"required ({grounds[name]})" if name in grounds else ""
            field.help_text = "; ".join(filter(None, (column.told(), needed)))
            # SECURITY: a disabled field takes what stands in it, whatever is posted.
            field.disabled = name == fixed
            self.fields[key_of(name)] = field
        self.order_fields([*map(key_of, names), *ON_BEHALF])

    def cells(self) -> dict[str, str]:
        """The row as it was typed. Needs a valid form."""
        typed = {name: self._cell(name) for name in self.names}
        return {"Action": self.action, **{name: text for name, text in typed.items() if text}}

    def _cell(self, name: str) -> str:
        text = str(self.cleaned_data[key_of(name)])
        # Browsers end lines in their own way.
        return text.replace("\r\n", "\n") if columns()[name].kind == Kind.LONG_TEXT else text


def _grounds_of_gaps(action: Action) -> dict[str, str]:
    """What the rules quote for each column that a row without anything lacks."""
    asked = Asked()
    key = asked.put({"Action": action})
    asked.ask()
    gaps = asked.problems(key)
    return {f.column: f.ground for f in asked.found(key) if (f.rule, f.column) in gaps}
