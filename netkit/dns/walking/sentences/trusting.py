"""What is believed, and what not: the chain of trust.

By id: the sentence with places for its parameters, and the RFC and section that it rests on.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["SENTENCES"]

SENTENCES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "question.keys": ("the keys of {zone}, to check its signatures with", "RFC 4035 §5.2"),
        "question.ds": ("whether {zone} vouches for a zone {name} below it", "RFC 4035 §5.2"),
        "signature.holds": ("{what} is signed by {zone}'s key {tag}, and the signature holds", "RFC 4035 §5.3.3"),
        "signature.missing": ("{what} has no signature, though {zone} signs its records", "RFC 4035 §5"),
        "signature.wrong": (
            "the signature of {what} by {zone}'s key {tag} does not fit: one of both was changed",
            "RFC 4035 §5.3.3",
        ),
        "signature.signer": ("{what} is signed by {found}, which is not its zone {zone}", "RFC 4035 §5.3.1"),
        "signature.wildcard-dname": (
            "the DNAME of {name} was made from {wildcard}: what it would redirect is not defined",
            "RFC 6672 §3.3",
        ),
        "signature.labels": ("the signature of {what} is made for a name with more labels", "RFC 4035 §5.3.1"),
        "signature.backwards": ("the signature of {what} ends before it begins", "RFC 4034 §3.1.5"),
        "signature.expired": ("the signature of {what} was good until {date}, and that is over", "RFC 4035 §5.3.1"),
        "signature.early": ("the signature of {what} is only good from {date} on", "RFC 4035 §5.3.1"),
        "signature.algorithm": (
            "the signature of {what} is made with {algorithm}, which can't be checked here",
            "RFC 4035 §5.2",
        ),
        "signature.no-key": ("{what} is signed with a key {tag} that {zone} does not have", "RFC 4035 §5.3.1"),
        "signature.no-zone-key": ("{what} is signed with key {tag}, which is no zone key of {zone}", "RFC 4034 §2.1.1"),
        "keys.meant": ("key {tag} of {zone} is the one that is meant, and it signs {zone}'s keys", "RFC 4035 §5.2"),
        "keys.vouched": (
            "the DS for {zone}, a digest of its key {tag}, is signed by {parent}'s key {signer}; key {tag} signs {zone}'s own key set",
            "RFC 4035 §5.2",
        ),
        "keys.anchored": (
            "{zone}'s key {tag} is a trust anchor: it was known beforehand; it signs {zone}'s own key set",
            "RFC 4035 §4.4",
        ),
        "keys.none": ("{zone} gives no keys, though {by} says that it has some", "RFC 4035 §5.2"),
        "keys.by-parent": ("its parent {parent}", ""),
        "keys.by-anchor": ("the trust anchor", ""),
        "keys.failed": ("the keys of {zone} can't be had: {detail}", "RFC 4035 §5.2"),
        "keys.none-meant": ("none of {zone}'s keys is the one that is meant (key {tags})", "RFC 4035 §5.2"),
        "keys.algorithm": (
            "{zone}'s keys are of a kind that can't be checked here ({algorithms}), so it counts as unsigned",
            "RFC 4035 §5.2",
        ),
        "keys.digest": (
            "the digests for {zone}'s keys can't be checked here ({digests}), so it counts as unsigned",
            "RFC 4035 §5.2",
        ),
        "anchor.none": ("no trust anchor is known for {zone} or a zone above it", "RFC 4033 §5"),
        "anchor.negative": ("{zone} was named as one that is not to be checked", "RFC 7646 §2"),
        "anchor.too-old": (
            "the root's keys are others than those that this netkit came with (key {tags}): this netkit is too old to check",
            "RFC 5011",
        ),
        "ds.failed": ("whether {name} has a DS can't be found out: {detail}", "RFC 4035 §5.2"),
        "ds.missing-proof": ("{zone} neither has a DS for {name} nor proves that there is none", "RFC 4035 §5.2"),
        "zone.insecure": (
            "{zone} proves that it has no DS for {name}: from there on nothing is signed",
            "RFC 4035 §5.2",
        ),
        "span.types": ("{name} exists, and its NSEC record lists its types: {type} is not among them", "RFC 4035 §5.4"),
        "span.empty": (
            "{name} exists, but only because {next} lies below it: it has no records at all",
            "RFC 4035 §5.4",
        ),
        "span.wildcard-types": (
            "{name} would be made from {wildcard}, whose NSEC record lists no {type}",
            "RFC 4035 §5.4",
        ),
        "span.between": (
            "no name lies between {owner} and {next}, so there is no {name}; and no {wildcard} either",
            "RFC 4035 §5.4",
        ),
        "span.no-closer": ("there is no {name} itself, so {wildcard} was rightly used", "RFC 4035 §5.3.4"),
        "span.unsigned": ("{name} has servers (NS), but no DS", "RFC 4035 §5.2"),
        "span.no-cut": ("{name} is no zone of its own", "RFC 4035 §5.2"),
        "hashed.types": (
            "{name} exists, and the NSEC3 record of its hash lists its types: {type} is not among them",
            "RFC 5155 §8.5",
        ),
        "hashed.wildcard-types": (
            "{name} would be made from {wildcard}, whose NSEC3 record lists no {type}",
            "RFC 5155 §8.7",
        ),
        "hashed.between": (
            "no name with a hash like that of {name} exists below {encloser}, nor a wildcard",
            "RFC 5155 §8.4",
        ),
        "hashed.no-closer": ("there is no {name} itself, so {wildcard} was rightly used", "RFC 5155 §8.8"),
        "hashed.unsigned": ("{name} has servers (NS), but no DS", "RFC 5155 §8.9"),
        "hashed.no-cut": ("{name} is no zone of its own", "RFC 5155 §8.6"),
        "hashed.opt-out": (
            "unsigned zones may lie where {name} would be: the zone has opted out of proving more",
            "RFC 5155 §6",
        ),
        "hashed.iterations": (
            "the names would have to be hashed {count} times more than once; above {limit} nobody does, and the zone counts as unsigned",
            "RFC 9276 §3.2",
        ),
        "denial.missing": ("nothing proves that there is no {what}, though {zone} signs its denials", "RFC 4035 §5.4"),
        "denial.other": ("what {zone} sends as a proof that there is no {what} proves something else", "RFC 4035 §5.4"),
        "trust.secure": ("every link from the trust anchor to the answer holds", "RFC 4033 §5"),
        "trust.unsignable": ("signatures themselves are not signed", "RFC 4035 §2.2"),
        "mend.sign": ("the operator of {zone} has to sign it anew, with keys that stand in it", ""),
        "mend.sign-again": (
            "the operator of {zone} has to sign it again: signatures end, so that old answers can't be replayed for ever",
            "",
        ),
        "mend.clock": ("the operator of {zone} has to look at the signer's clock; and is the clock here right?", ""),
        "mend.ds": (
            "the owner of {zone} has to have the DS at its parent changed, through the registrar, to that of a key in use",
            "",
        ),
        "mend.anchor": ("either the trust anchor for {zone} is out of date, or somebody else answers for it", ""),
        "mend.servers": ("the operator of {zone} has to look after its servers", ""),
        "mend.denial": (
            "the operator of {zone} has to sign it anew, with its denials, and to see that its servers speak DNSSEC",
            "",
        ),
        "trust.other-server": (
            "what this server says does not hold: another server of {zone} is asked",
            "RFC 4035 §4.7",
        ),
        "limit.validations": ("{count} signatures were checked: a walk that needs more is stopped", ""),
        "limit.failed-validations": ("{count} signatures did not hold: no more are checked", ""),
        "limit.validations-of-set": (
            "{count} signatures of {what} were checked, and none holds: no more are",
            "",
        ),
        "limit.hashes": ("{count} names were hashed: a walk that needs more is stopped", ""),
    }
)
