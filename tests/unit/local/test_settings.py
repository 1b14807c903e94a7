"""Promises of what `make run` gives the services: ports, and what is set passed through."""

import socket
from pathlib import Path

import pytest

from deploy.local.errors import LocalError
from deploy.local.ports import free_port
from deploy.local.run import ports_for, settings_for
from deploy.local.servers import Servers


def test_a_port_that_is_set_is_taken_and_a_taken_one_is_an_error() -> None:
    gateway, sla = free_port(), free_port()
    given = {"HELPDESK_GATEWAY_PORT": str(gateway), "HELPDESK_SLA_PORT": str(sla)}
    ports = ports_for(given)
    assert (ports["gateway"], ports["sla"]) == (gateway, sla)
    with socket.create_server(("127.0.0.1", gateway)), pytest.raises(LocalError, match="HELPDESK_GATEWAY_PORT"):
        ports_for(given)


def test_a_port_that_is_no_number_is_an_error() -> None:
    with pytest.raises(LocalError, match="HELPDESK_SLA_PORT is no port: many"):
        ports_for({"HELPDESK_GATEWAY_PORT": str(free_port()), "HELPDESK_SLA_PORT": "many"})


def test_what_is_set_reaches_the_services_and_the_rest_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HELPDESK_SLA_SECONDS_PER_HOUR", "2")
    monkeypatch.setenv("HELPDESK_SLA_URL", "http://elsewhere:1")
    monkeypatch.setenv("HELPDESK_MONGO_URL", "")
    servers = Servers("mongodb://m", "amqp://a")

    settings = settings_for(ports={"sla": 8103, "tickets": 8101}, servers=servers, data=tmp_path)

    assert settings["HELPDESK_SLA_SECONDS_PER_HOUR"] == "2"
    assert settings["HELPDESK_SLA_URL"] == "http://elsewhere:1"
    assert settings["HELPDESK_TICKETS_URL"] == "http://127.0.0.1:8101"
    assert settings["HELPDESK_MONGO_URL"] == "mongodb://m"
    assert settings["HELPDESK_OPERATOR_TOKEN"]
