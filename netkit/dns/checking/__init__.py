"""Checking a delegation: what is asked of whom, what was found out, and what is wrong with it."""

from netkit.dns.checking.faults import RULES, faults_in
from netkit.dns.checking.findings import Findings
from netkit.dns.checking.gathering import Gathering
from netkit.dns.checking.rule import Fault, Rule, Severity, Who

__all__ = ["RULES", "Fault", "Findings", "Gathering", "Rule", "Severity", "Who", "faults_in"]
