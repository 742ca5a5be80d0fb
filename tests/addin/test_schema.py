"""The interface is what its OpenAPI says: whatever is sent, nothing undocumented comes back."""

import requests
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.config import SchemathesisConfig

from addin.server.access import Authority, Keys
from addin.server.app import create_app

CONFIG = SchemathesisConfig.from_dict(
    {
        "generation": {"mode": "all", "deterministic": True},
        "checks": {
            # A well-formed question may still name what the data does not have.
            "positive_data_acceptance": {"expected-statuses": ["2xx", "404", "413", "422"]},
            "negative_data_rejection": {
                "expected-statuses": ["400", "404", "405", "413", "415", "422"]
            },
        },
    }
)
# Schemathesis draws from the schema before it filters, and our bodies have many parts.
LENIENT = settings(
    max_examples=60, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)


# The real interface's own description: routes are described without the workspace they ask.
DESCRIBED = create_app(
    None, authority=Authority(Keys.of(None, "x")), hosts=frozenset(), version="1"
)._app.openapi()
interface = schemathesis.openapi.from_dict(DESCRIBED, config=CONFIG)


@interface.parametrize()
@LENIENT
def test_every_route_answers_as_it_says(firm, case):
    """
    Right and wrong data alike get a documented status and a body of the documented shape; never a 5xx.
    """
    sent = requests.Request(**case.as_transport_kwargs(base_url="http://127.0.0.1")).prepare()
    path = sent.path_url

    answered = firm.send(sent.method, path, content=sent.body, headers=_headers(sent), crash=False)

    case.validate_response(answered)


def _headers(sent):
    # A length is the transport's to say, and some drawn values are none that a wire carries.
    return [(k, v) for k, v in sent.headers.items() if k.lower() not in {"content-length", "host"}]


def test_the_description_is_the_one_served(firm):
    """
    What is tested above is what the interface says of itself.
    """
    assert DESCRIBED == firm.get("/openapi.json").json()


def test_the_description_names_every_route(firm):
    """
    What can be called without the owner's key is described, and only that.
    """
    paths = firm.get("/openapi.json").json()["paths"]

    assert set(paths) == {
        "/health", "/ready", "/v1/about", "/v1/anomalies", "/v1/ask", "/v1/cells", "/v1/cohorts", "/v1/cohorts/projection", "/v1/cohorts/survival", "/v1/comparison", "/v1/content", "/v1/costs", "/v1/experiments", "/v1/funnel", "/v1/kpis", "/v1/lifetime", "/v1/outlook", "/v1/query", "/v1/paths", "/v1/paths/flows", "/v1/paths/models", "/v1/scoring",
        "/v1/sync", "/v1/sync/{sheet}/pause", "/v1/sync/{sheet}/resume", "/v1/sync/{sheet}/run",
    }  # fmt: skip
