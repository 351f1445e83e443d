"""What a build did, in a few lines."""

from collections import Counter

from crparse.corpus.build import Report
from crparse.text import printable


def summary(report: Report, seconds: float) -> str:
    """Documents, failures by cause, items of each kind, time."""
    lines = [f"{report.documents} documents in {_duration(seconds)}, {len(report.failures)} files failed"]
    causes = Counter(entry.code for entry in report.failures)
    lines += [f"  failed: {count} {code}" for code, count in sorted(causes.items())]
    if report.passed_over:
        lines.append(f"  of another kind, passed over: {report.passed_over}")
    if report.duplicates:
        lines.append(f"  the same as another: {report.duplicates}")
    if report.same_minutes:
        lines.append(f"  the same minutes in another form: {report.same_minutes}")
    lines += [f"  {kind.replace('_', ' ')}: {count}" for kind, count in report.counts.items()]
    lines.append(f"corpus: {printable(str(report.output))}")
    return "\n".join(lines)


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes:02d} min"
    return f"{minutes} min {rest:02d} s" if minutes else f"{seconds:.1f} s"
