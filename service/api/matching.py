"""How matching works at present."""

from litestar import Controller, get
from litestar.di import NamedDependency

from service.matching import MatchingDescription, describe
from service.policy import Policy


class MatchingController(Controller):
    """Matching: the features, weights and thresholds in force."""

    path = "/v1/matching"
    tags = ["matching"]

    @get(operation_id="get_matching", summary="Get the features, weights and thresholds in force")
    async def get_matching(self, policy: NamedDependency[Policy]) -> MatchingDescription:
        """Get how two claims are compared: each feature with its weight, the thresholds, and the version."""
        return describe(policy)
