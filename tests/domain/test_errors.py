"""Protects the words of the system's refusals: French, whatever language the system speaks."""

import errno
import os

import pytest

from creances_desktop.domain.errors import system_reason


@pytest.mark.parametrize(
    "number",
    [errno.EACCES, errno.EEXIST, errno.EIO, errno.ENOENT, errno.ENOSPC, errno.ENOTDIR, errno.EROFS],
)
def test_a_refusal_of_the_system_is_told_in_french(number):
    told = system_reason(OSError(number, os.strerror(number)))
    assert told
    assert told != os.strerror(number)


def test_an_unknown_refusal_keeps_the_words_that_came_with_it():
    assert system_reason(OSError("image refusée")) == "image refusée"
    assert system_reason(OSError(9999, "Chose étrange")) == "Chose étrange"
    assert system_reason(OSError()) == "raison inconnue"
