"""A ``repr`` that shows what was said and leaves out what was not."""

import attrs


def sparse_repr(self: attrs.AttrsInstance) -> str:
    """Write a value as its constructor call, without the fields that hold their default."""
    parts = [
        f"{field.name}={value!r}"
        for field in attrs.fields(type(self))
        if not _is_default(field, value := getattr(self, field.name))
    ]
    return f"{type(self).__name__}({', '.join(parts)})"


def _is_default(field: "attrs.Attribute[object]", value: object) -> bool:
    return field.default is not attrs.NOTHING and bool(value == field.default)
