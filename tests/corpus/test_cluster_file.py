"""A cluster of a computing centre from a short file: what it is asked for."""

from pathlib import Path

import pytest

from crparse.corpus.machines.cluster_file import job_script, read_cluster_file
from crparse.corpus.workers import NoProcess

SLURM = """
kind = "slurm"
jobs = 20
cores = 4
memory = "16 GB"

[options]
walltime = "08:00:00"
queue = "nuit"
job_script_prologue = ["module load python"]
"""


def write(folder: Path, text: str) -> Path:
    file = folder / "cluster.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_the_file_says_what_a_job_is(tmp_path: Path) -> None:
    told = read_cluster_file(write(tmp_path, SLURM))
    assert (told.kind, told.jobs, told.cores, told.memory) == ("slurm", 20, 4, "16 GB")
    assert sorted(told.options) == ["job_script_prologue", "queue", "walltime"]


def test_the_script_asks_for_the_cores_and_starts_one_worker_on_them(tmp_path: Path) -> None:
    lines = job_script(write(tmp_path, SLURM)).splitlines()
    asked = {line for line in lines if line.startswith("#SBATCH")}
    assert asked >= {
        "#SBATCH -p nuit",
        "#SBATCH --cpus-per-task=4",
        "#SBATCH --mem=15G",
        "#SBATCH -t 08:00:00",
    }
    assert "module load python" in lines
    (command,) = [line for line in lines if "dask_worker" in line]
    assert "--nthreads 4" in command
    assert "--nworkers" not in command


def test_another_kind_asks_in_its_own_words(tmp_path: Path) -> None:
    lines = job_script(write(tmp_path, SLURM.replace('"slurm"', '"pbs"'))).splitlines()
    assert {"#PBS -q nuit", "#PBS -l select=1:ncpus=4:mem=15GB", "#PBS -l walltime=08:00:00"} <= set(lines)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("kind = ", "is no TOML: "),
        ('kind = "slurm"', "describes no cluster (jobs: Field required)."),
        (SLURM + "[more]", "describes no cluster (more: Extra inputs are not permitted)."),
        (
            SLURM.replace("20", "0"),
            "describes no cluster (jobs: Input should be greater than or equal to 1).",
        ),
        (
            SLURM.replace('"slurm"', '"mill"'),
            "there is no kind mill of cluster, there are htcondor, local, lsf",
        ),
        (SLURM.replace("queue", "mill"), "dask-jobqueue does not take it ("),
        (SLURM.replace("16 GB", "much"), "dask-jobqueue does not take it ("),
    ],
)
def test_a_file_that_describes_no_cluster_is_told_in_a_line(tmp_path: Path, text: str, told: str) -> None:
    file = write(tmp_path, text)
    with pytest.raises(NoProcess) as refused:
        job_script(file)
    assert str(refused.value).startswith(str(file))
    assert told in str(refused.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(NoProcess, match=r"none\.toml cannot be read"):
        read_cluster_file(tmp_path / "none.toml")
