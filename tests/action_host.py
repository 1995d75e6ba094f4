"""A host of GitHub Actions, small: runs the steps of a workflow's job and of a composite action in a workspace, one after the other.

Steps with `run` are really run, with the shell and files that GitHub gives them. Of an action of others it is noted with what it was called, and it puts
out what the test says. Whatever a file asks for beyond that is an error here, and never passed over.
"""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import yaml

from tests.expressions import Contexts, holds, text_of
from tests.programs import run_program

if TYPE_CHECKING:
    from pathlib import Path

_SHELLS = {None: ("bash", "-e"), "bash": ("bash", "--noprofile", "--norc", "-eo", "pipefail")}
_STEP_KEYS = {"name", "id", "if", "uses", "with", "shell", "env", "run"}


@dataclass
class Ran:
    """What came of the steps: their log, the actions of others that were called, the outputs."""

    success: bool = True
    status: int = 0
    log: str = ""
    uses: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    outputs: dict[str, str] = field(default_factory=dict)


class Host:
    """One job's workspace and temporary folder.

    `outputs`: what actions of others put out, by name without version. `done`: ids of steps of an action that an earlier call has run, with the same folder.
    """

    def __init__(
        self,
        workspace: Path,
        temporary: Path,
        outputs: dict[str, dict[str, str]],
        environment: dict[str, str],
        github: Contexts | None = None,
        done: tuple[str, ...] = (),
    ) -> None:
        self.workspace, self.temporary, self.outputs, self.environment, self.done = (
            workspace,
            temporary,
            outputs,
            environment,
            done,
        )
        self.github = {"workspace": str(workspace), **(github or {})}
        self.summary = temporary / "summary.md"

    def job(self, workflow: Path, name: str) -> Ran:
        """Run a job of a workflow."""
        steps = yaml.safe_load(workflow.read_text("utf-8"))["jobs"][name]["steps"]
        return self._steps(steps, {"github": self.github})

    def action(self, folder: Path, given: dict[str, str] | None = None) -> Ran:
        """Run a composite action with the inputs given."""
        described = yaml.safe_load((folder / "action.yml").read_text("utf-8"))
        assert described["runs"]["using"] == "composite"
        unknown = {*(given or {})} - {*described["inputs"]}
        assert not unknown, f"the action has no input {unknown}"
        inputs = {name: each.get("default", "") for name, each in described["inputs"].items()} | (given or {})
        contexts: Contexts = {
            "github": {**self.github, "action_path": str(folder)},
            "inputs": {name: text_of(each, {}) for name, each in inputs.items()},
        }
        steps = [step for step in described["runs"]["steps"] if step.get("id") not in self.done]
        ran = self._steps(steps, contexts)
        ran.outputs = {name: text_of(each["value"], contexts) for name, each in described["outputs"].items()}
        return ran

    def _steps(self, steps: list[dict[str, Any]], contexts: Contexts) -> Ran:
        ran = Ran()
        contexts["steps"] = {}
        for step in steps:
            assert not step.keys() - _STEP_KEYS, f"unknown in a step: {step.keys() - _STEP_KEYS}"
            contexts["success"] = ran.success
            if holds(step.get("if", "success()"), contexts):
                outputs = self._uses(step, contexts, ran) if "uses" in step else self._run(step, contexts, ran)
                contexts["steps"][step.get("id", step.get("name"))] = outputs
        return ran

    def _uses(self, step: dict[str, Any], contexts: Contexts, ran: Ran) -> dict[str, str]:
        given = {name: text_of(value, contexts) for name, value in step.get("with", {}).items()}
        if not step["uses"].startswith("./"):
            ran.uses.append((step["uses"], given))
            return self.outputs.get(step["uses"].partition("@")[0], {})
        inner = self.action(self.workspace / step["uses"], given)
        ran.log, ran.uses = ran.log + inner.log, ran.uses + inner.uses
        ran.success, ran.status = ran.success and inner.success, ran.status or inner.status
        return inner.outputs

    def _run(self, step: dict[str, Any], contexts: Contexts, ran: Ran) -> dict[str, str]:
        assert "${{" not in step["run"], (
            "an expression inside a script can be used to inject commands; hand it over by env"
        )
        script, output = self.temporary / "step.sh", self.temporary / "output"
        script.write_text(step["run"], "utf-8")
        output.write_text("", "utf-8")
        given = {name: text_of(value, contexts) for name, value in step.get("env", {}).items()}
        files = {
            "GITHUB_OUTPUT": output,
            "GITHUB_STEP_SUMMARY": self.summary,
            "RUNNER_TEMP": self.temporary,
            "GITHUB_WORKSPACE": self.workspace,
        }
        environment = {**os.environ, **self.environment, **{name: str(path) for name, path in files.items()}, **given}
        done = run_program(
            [*_SHELLS[step.get("shell")], str(script)],
            cwd=self.workspace,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=False,
        )
        ran.log += done.stdout.decode()
        ran.success, ran.status = ran.success and not done.returncode, ran.status or done.returncode
        return dict(line.partition("=")[::2] for line in output.read_text("utf-8").splitlines())
