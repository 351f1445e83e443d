"""A cluster of a computing centre, as a short file describes it: its jobs are Dask workers.

    kind = "slurm"
    jobs = 20
    cores = 4
    memory = "16 GB"

    [options]
    walltime = "08:00:00"
    queue = "batch"

`options` are passed on to dask-jobqueue as they are: they tell what the centre asks for.
"""

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import dask_jobqueue
from dask_jobqueue.local import LocalCluster
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from crparse.corpus.workers import NoProcess
from crparse.wording import Message

KINDS = {
    "htcondor": dask_jobqueue.HTCondorCluster,
    "local": LocalCluster,
    "lsf": dask_jobqueue.LSFCluster,
    "moab": dask_jobqueue.MoabCluster,
    "oar": dask_jobqueue.OARCluster,
    "pbs": dask_jobqueue.PBSCluster,
    "sge": dask_jobqueue.SGECluster,
    "slurm": dask_jobqueue.SLURMCluster,
}
"""Kind of cluster -> what dask-jobqueue calls it; "local" runs the jobs on this machine, to try a file."""


class ClusterFile(BaseModel):
    """What the file says."""

    model_config = ConfigDict(extra="forbid")

    kind: str
    jobs: int = Field(ge=1)
    """Jobs to ask for, each a Dask worker."""
    cores: int = Field(ge=1)
    """Processors of a job: as many documents are read at once."""
    memory: str
    """Of a job: 1.3 GB for each of its cores, and what a single large document may need."""
    options: dict[str, Any] = {}


def read_cluster_file(file: Path) -> ClusterFile:
    """The cluster that a file describes.

    Raises:
        NoProcess: The file cannot be read, or describes none: what is wrong with it.
    """
    try:
        told = ClusterFile.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
    except OSError as error:
        raise NoProcess(
            Message("%(file)s cannot be read (%(error)s).", file=file, error=error.strerror)
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise NoProcess(Message("%(file)s is no TOML: %(error)s.", file=file, error=error)) from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise NoProcess(
            Message(
                "%(file)s describes no cluster (%(where)s: %(error)s).",
                file=file,
                where=where,
                error=first["msg"],
            )
        ) from error
    if told.kind not in KINDS:
        raise NoProcess(
            Message(
                "%(file)s: there is no kind %(kind)s of cluster, there are %(names)s.",
                file=file,
                kind=told.kind,
                names=", ".join(KINDS),
            )
        )
    return told


@contextmanager
def cluster_of(file: Path) -> Iterator[Any]:
    """The cluster of a file, with a scheduler on this machine and no jobs yet.

    Raises:
        NoProcess: The file describes none, or dask-jobqueue cannot start it.
    """
    told = read_cluster_file(file)
    # One Dask worker a job, whatever its cores: it is its processes that parse, one for each of its threads.
    settings = {"processes": 1, "cores": told.cores, "memory": told.memory, "n_workers": 0}
    try:
        cluster = KINDS[told.kind](**settings | told.options)
    except (TypeError, ValueError) as error:
        raise NoProcess(
            Message("%(file)s: dask-jobqueue does not take it (%(error)s).", file=file, error=error)
        ) from error
    with cluster:
        yield cluster


def job_script(file: Path) -> str:
    """The script that is handed to the cluster for each job."""
    with cluster_of(file) as cluster:
        return str(cluster.job_script())


@contextmanager
def jobs_started(file: Path) -> Iterator[str]:
    """Asks the cluster of a file for its jobs, and ends them afterwards; the address of their scheduler."""
    with cluster_of(file) as cluster:
        cluster.scale(jobs=read_cluster_file(file).jobs)
        yield str(cluster.scheduler_address)
