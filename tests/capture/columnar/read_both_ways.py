"""A capture read record by record, and in mapped batches: both ways must find the same."""

import netkit.capture
from netkit.capture.columnar.frames import LATEST
from netkit.capture.columnar.reading import BatchReader

__all__ = ["both_ways"]


def both_ways(path):
    """What each way finds (everything that a record says), and the problems of each.

    The arrays of the batches must say what their records do.
    """
    with netkit.capture.open(path) as capture:
        plain = [_said(each) for each in capture]
    with BatchReader(path) as reader:
        quick = []
        for batch in reader:
            frames = batch.frames
            for place in range(batch.count):
                record = frames.record(place)
                quick.append(_said(record))
                assert frames.time[place] == min(record.time or 0, LATEST)
                assert (frames.number[place], frames.link_type[place]) == (record.number, record.link_type)
                assert frames.octets[frames.start[place] : frames.end[place]].tobytes() == record.data
                assert frames.original[place] == record.original_length
    return plain, quick, capture.problems, reader.capture.problems


def _said(record):
    interface = (record.interface.section, record.interface.number, record.link_type, record.interface.name)
    return (record.number, record.time, record.data, record.original_length, record.comments, interface, record.ticks)
