"""Whole corpora as columns: mapped batches are what the plain reader finds, and every field what the plain loop finds.

The folder is `$NETKIT_CORPUS`, or `../shared/corpus` beside the checkout.
"""

import itertools

import pytest

import netkit.capture
from tests.capture.columnar.alike import assert_alike
from tests.capture.columnar.read_both_ways import both_ways
from tests.conformance.test_corpus_captures import CORPUS, manifest

MOST = 120
"""Packets of a file of which every field is compared, which would take minutes for all."""


@pytest.mark.parametrize("row", manifest())
def test_every_field_is_what_the_plain_loop_finds(row):
    with netkit.capture.open(CORPUS / row["file"]) as capture:
        records = list(itertools.islice(capture, MOST))
    if records:
        assert_alike(records)


@pytest.mark.parametrize("row", manifest())
def test_mapped_batches_are_what_the_reader_finds(row):
    plain, quick, problems, found = both_ways(CORPUS / row["file"])
    assert quick == plain
    assert len(quick) == int(row["records"])
    assert found == problems
