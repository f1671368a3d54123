"""The vendor's own SDK for Python drives the emulator, with both signature schemes.

Nothing is set but endpoint, protocol and keys, and for the newer scheme the signature algorithm.
"""

import json
import os
import re
import subprocess
import unittest
from pathlib import Path

from alibabacloud_fnf20190315 import models
from alibabacloud_fnf20190315.client import Client
from alibabacloud_tea_openapi.utils_models import Config

HERE = Path(__file__).resolve().parent
PROGRAM = os.environ.get("FLOWGLASS_PROGRAM", str(HERE.parent.parent / "target" / "debug" / "flowglass"))

MAP = """Type: StateMachine
SpecVersion: v1
Name: each
StartAt: each
States:
  - Type: Map
    Name: each
    End: true
    ItemsPath: $Input.xs
    MaxConcurrency: 1
    ProcessorConfig: {ExecutionMode: Standard}
    Processor:
      StartAt: rest
      States:
        - {Type: Wait, Name: rest, Seconds: 60, End: true}
"""
PASS = "version: v1\ntype: flow\nsteps:\n  - {type: pass, name: first}\n"
FAIL = "version: v1\ntype: flow\nsteps:\n  - {type: fail, name: f, error: Broke, cause: it}\n"
WAIT = "version: v1\ntype: flow\nsteps:\n  - {type: wait, name: long, duration: 3600}\n"


class Emulator:
    """An emulator with a key of its own making, whose histories name the runs of distributed Maps."""

    def __init__(self):
        environment = {name: value for name, value in os.environ.items() if not name.startswith("ALIBABA_CLOUD_")}
        scenario = str(HERE / "shop.scenario.yaml")
        self.process = subprocess.Popen(
            [PROGRAM, "emulate", "--listen", "127.0.0.1:0", "--flows", str(HERE), "--scenario", scenario]
            + ["--vocabulary", "state"],
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        said = ""
        pattern = r"http://(\S+)[\s\S]*_KEY_ID=(\S+)\n[\s\S]*_KEY_SECRET=(\S+)\n"
        while not (found := re.search(pattern, said)):
            line = self.process.stdout.readline()
            if not line:
                raise RuntimeError(f"the emulator ended: {said}")
            said += line
        self.endpoint, self.key_id, self.secret = found.groups()

    def stop(self):
        self.process.terminate()
        self.process.wait()
        self.process.stdout.close()


class Driven:
    """What each signature scheme has to lead through."""

    algorithm = None

    @classmethod
    def setUpClass(cls):
        cls.emulator = Emulator()
        cls.client = cls.connect(cls.emulator.key_id, cls.emulator.secret)

    @classmethod
    def tearDownClass(cls):
        cls.emulator.stop()

    @classmethod
    def connect(cls, key_id, secret):
        config = Config(
            access_key_id=key_id, access_key_secret=secret, endpoint=cls.emulator.endpoint, protocol="http"
        )
        client = Client(config)
        if cls.algorithm:
            client._signature_algorithm = cls.algorithm
        return client

    def create(self, name, definition, **more):
        request = models.CreateFlowRequest(
            name=name, definition=definition, description="made by a test", type="FDL", **more
        )
        return self.client.create_flow(request).body

    def start(self, flow, name, given="{}", **more):
        request = models.StartExecutionRequest(flow_name=flow, execution_name=name, input=given, **more)
        return self.client.start_execution(request).body

    def wait(self, flow, name, seconds=5):
        request = models.DescribeExecutionRequest(flow_name=flow, execution_name=name, wait_time_seconds=seconds)
        return self.client.describe_execution(request).body

    def events(self, flow, name, limit=None):
        """The pages of a history."""
        pages, token = [], None
        while True:
            request = models.GetExecutionHistoryRequest(
                flow_name=flow, execution_name=name, limit=limit, next_token=token
            )
            body = self.client.get_execution_history(request).body
            pages.append(body.events)
            token = body.next_token
            if not token:
                return pages

    def test_a_flow_is_made_run_and_read(self):
        made = self.create("passes", PASS)
        self.assertEqual((made.definition, made.execution_mode), (PASS, "Standard"))
        given = json.dumps({"a b": "+ ~*/=&%'!()步"}, ensure_ascii=False)
        started = self.start("passes", "one", given)
        self.assertEqual((started.status, json.loads(started.input)), ("Starting", json.loads(given)))
        ended = self.wait("passes", "one")
        self.assertEqual((ended.status, ended.flow_definition), ("Succeeded", PASS))
        pages = self.events("passes", "one", limit=4)
        self.assertEqual([len(page) for page in pages], [4, 2])
        events = sum(pages, [])
        self.assertEqual([event.event_id for event in events], [1, 2, 3, 4, 5, 6])
        self.assertEqual((events[0].type, events[-1].type), ("ExecutionStarted", "ExecutionSucceeded"))

    def test_a_scenario_answers_tasks(self):
        self.start("shop", "one")
        self.assertEqual(self.wait("shop", "one", seconds=0).status, "Running")
        ended = self.wait("shop", "one")
        self.assertEqual((ended.status, json.loads(ended.output)), ("Succeeded", {"paid": True}))

    def test_executions_are_listed_and_stopped(self):
        self.create("waits", WAIT)
        for name in ["a-1", "a-2", "b-1", "b-2", "b-3"]:
            self.start("waits", name)
        request = models.StopExecutionRequest(flow_name="waits", execution_name="a-2", error="Operator", cause="no need")
        self.assertEqual(self.client.stop_execution(request).body.status, "Stopped")

        def page(**filters):
            return self.client.list_executions(models.ListExecutionsRequest(flow_name="waits", **filters)).body

        def names(**filters):
            return sorted(execution.name for execution in page(**filters).executions)

        found, token = [], None
        while True:
            body = page(limit=2, next_token=token)
            found += body.executions
            token = body.next_token
            if not token:
                break
        self.assertEqual(sorted(execution.name for execution in found), ["a-1", "a-2", "b-1", "b-2", "b-3"])
        self.assertEqual(names(status="Stopped"), ["a-2"])
        self.assertEqual(names(execution_name_prefix="b-"), ["b-1", "b-2", "b-3"])
        started = next(execution.started_time for execution in found if execution.name == "b-1")
        self.assertIn("b-1", names(started_time_begin=started, started_time_end=started))
        self.assertEqual(names(started_time_end="2020-01-01T00:00:00Z"), [])
        small = page(metadata_only=True, status="Stopped").executions[0]
        self.assertEqual((small.name, small.flow_definition), ("a-2", None))

    def test_a_task_waits_for_a_report(self):
        def token(name):
            while True:
                events = sum(self.events("desk", name), [])
                if any(event.type == "TaskSubmitted" for event in events):
                    started = next(event for event in events if event.type == "TaskStarted")
                    return json.loads(started.event_detail)["taskToken"]

        self.start("desk", "one")
        request = models.ReportTaskSucceededRequest(task_token=token("one"), output='{"by": "ann"}')
        self.assertGreater(self.client.report_task_succeeded(request).body.event_id, 1)
        self.assertEqual(self.wait("desk", "one").status, "Succeeded")
        self.start("desk", "two")
        request = models.ReportTaskFailedRequest(task_token=token("two"), error="Refused", cause="no")
        self.assertGreater(self.client.report_task_failed(request).body.event_id, 1)
        self.assertEqual(self.wait("desk", "two").status, "Failed")

    def test_a_synchronous_start_answers_with_the_end(self):
        variable = models.CreateFlowRequestEnvironmentVariables(name="STAGE", value="dev")
        environment = models.CreateFlowRequestEnvironment(variables=[variable])
        self.create("fast", PASS, execution_mode="Express", environment=environment)
        request = models.StartSyncExecutionRequest(flow_name="fast", execution_name="one", input='{"a": 1}')
        ended = self.client.start_sync_execution(request).body
        self.assertEqual((ended.status, ended.error_code), ("Succeeded", None))
        self.assertRegex(ended.name, "^one:[0-9a-f-]{36}$")
        self.assertEqual([(it.name, it.value) for it in ended.environment.variables], [("STAGE", "dev")])
        self.create("breaks", FAIL, execution_mode="Express")
        ended = self.client.start_sync_execution(models.StartSyncExecutionRequest(flow_name="breaks")).body
        self.assertEqual((ended.status, ended.error_code, ended.error_message), ("Failed", "Broke", "it"))

    def test_versions_and_aliases_choose_what_runs(self):
        name = "versioned"
        self.create(name, PASS)
        publish = models.PublishFlowVersionRequest(flow_name=name, description="the first")
        self.assertEqual(self.client.publish_flow_version(publish).body.version, "1")
        self.client.update_flow(models.UpdateFlowRequest(name=name, definition=WAIT))
        self.assertEqual(self.client.publish_flow_version(publish).body.version, "2")
        listed = self.client.list_flow_versions(models.ListFlowVersionsRequest(flow_name=name, limit="1")).body
        self.assertEqual([version.description for version in listed.flow_versions], ["the first"])
        self.assertEqual(listed.next_token, "2")
        first = self.client.describe_flow(models.DescribeFlowRequest(name=name, flow_version="1")).body
        self.assertEqual(first.definition, PASS)

        def routes(kind, *weights):
            return [kind(version=version, weight=weight) for version, weight in weights]

        created = self.client.create_flow_alias(
            models.CreateFlowAliasRequest(
                flow_name=name,
                name="prod",
                routing_configurations=routes(models.CreateFlowAliasRequestRoutingConfigurations, ("1", 100)),
            )
        ).body
        self.assertEqual((created.flow_name, created.name), (name, "prod"))
        self.assertEqual(self.start(name, "by-alias", qualifier="prod").flow_definition, PASS)
        self.assertEqual(self.start(name, "by-number", qualifier="2").flow_definition, WAIT)
        updated = self.client.update_flow_alias(
            models.UpdateFlowAliasRequest(
                flow_name=name,
                name="prod",
                routing_configurations=routes(models.UpdateFlowAliasRequestRoutingConfigurations, ("1", 0), ("2", 100)),
            )
        ).body.alias
        self.assertEqual([(it.version, it.weight) for it in updated.routing_configurations], [("1", 0), ("2", 100)])
        self.assertEqual(self.start(name, "by-alias-2", qualifier="prod").flow_definition, WAIT)
        request = models.ListExecutionsRequest(flow_name=name, qualifier="prod")
        found = [execution.name for execution in self.client.list_executions(request).body.executions]
        self.assertEqual(sorted(found), ["by-alias", "by-alias-2"])
        one = models.DescribeFlowAliasRequest(flow_name=name, name="prod")
        self.assertEqual(self.client.describe_flow_alias(one).body.alias.name, "prod")
        listed = self.client.list_flow_aliases(models.ListFlowAliasesRequest(flow_name=name)).body
        self.assertEqual([alias.name for alias in listed.aliases], ["prod"])
        self.client.delete_flow_alias(models.DeleteFlowAliasRequest(flow_name=name, name="prod"))
        self.client.delete_flow_version(models.DeleteFlowVersionRequest(flow_name=name, flow_version="1"))
        listed = self.client.list_flow_versions(models.ListFlowVersionsRequest(flow_name=name)).body
        self.assertEqual([version.version for version in listed.flow_versions], ["2"])

    def test_a_map_run_is_described_and_changed(self):
        self.create("each", MAP)
        self.start("each", "one", '{"xs": [{}, {}, {}]}')

        def items(run):
            request = models.ListExecutionsRequest(flow_name="each", map_run_name=run)
            return self.client.list_executions(request).body.executions

        def run_name():
            while True:
                for event in sum(self.events("each", "one"), []):
                    if event.type == "MapRunStarted":
                        return json.loads(event.event_detail)["output"]["MapRunName"]

        run = run_name()
        of_run = {"flow_name": "each", "execution_name": "one", "map_run_name": run}
        described = self.client.describe_map_run(models.DescribeMapRunRequest(**of_run)).body
        self.assertEqual((described.status, described.concurrency, described.item_counts.total), ("Running", 1, 3))
        update = models.UpdateMapRunRequest(concurrency=3, tolerated_failed_percentage=50, **of_run)
        updated = self.client.update_map_run(update).body
        self.assertEqual((updated.concurrency, updated.tolerated_failed_percentage), (3, 50))
        self.assertEqual(len(items(run)), 3)

    def test_regions_are_this_machine(self):
        request = models.DescribeRegionsRequest(accept_language="en-US")
        [region] = self.client.describe_regions(request).body.regions.region
        self.assertEqual((region.region_id, region.region_endpoint), ("local", self.emulator.endpoint))

    def test_errors_are_the_services(self):
        def check(call, code, status):
            with self.assertRaises(Exception) as caught:
                call()
            error = caught.exception
            self.assertEqual((error.code, error.status_code), (code, status))

        name = "nobody"
        check(lambda: self.client.describe_flow(models.DescribeFlowRequest(name=name)), "FlowNotExists", 404)
        check(lambda: self.wait("shop", name), "ExecutionNotExists", 404)
        check(lambda: self.create("shop", PASS), "FlowAlreadyExists", 409)
        flows = models.ListFlowsRequest()
        wrong = self.connect(self.emulator.key_id, "wrong")
        check(lambda: wrong.list_flows(flows), "SignatureNotMatch", 403)
        unknown = self.connect("LTAI-other", self.emulator.secret)
        check(lambda: unknown.list_flows(flows), "InvalidAccessKeyID", 403)
        self.assertIn("shop", [flow.name for flow in self.client.list_flows(flows).body.flows])


class SignedV1(Driven, unittest.TestCase):
    """As the SDK does by itself."""


class SignedV3(Driven, unittest.TestCase):
    """The vendor's newer scheme."""

    algorithm = "ACS3-HMAC-SHA256"


if __name__ == "__main__":
    unittest.main()
