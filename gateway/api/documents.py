"""`/openapi.json` and `/docs`: what the API is, for programs and for people, who need no key to read it."""

from importlib.resources import files
from pathlib import Path

from fastapi import APIRouter, Response
from fastapi.responses import FileResponse, HTMLResponse

DOCUMENT = Path(__file__).parent.parent / "openapi.json"
# The package has Swagger UI in it, so that a reader's browser asks nobody but us.
ASSETS = ("fastapi_offline", "static")
TYPES = {"swagger-ui.css": "text/css", "swagger-ui-bundle.js": "text/javascript"}
PATHS = frozenset({"/openapi.json", "/docs", "/docs/start.js", *(f"/docs/{name}" for name in TYPES)})

PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>helpdesk API</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="docs/swagger-ui.css">
</head>
<body>
<div id="api"></div>
<script src="docs/swagger-ui-bundle.js"></script>
<script src="docs/start.js"></script>
</body>
</html>
"""
START = """SwaggerUIBundle({
  url: "openapi.json",
  dom_id: "#api",
  deepLinking: true,
  docExpansion: "none",
  filter: true,
  validatorUrl: null,
});
"""
GUARDS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


def documents_api() -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.get("/openapi.json")
    async def document() -> Response:
        return FileResponse(DOCUMENT, media_type="application/json", headers=GUARDS)

    @router.get("/docs")
    async def page() -> Response:
        return HTMLResponse(PAGE, headers=GUARDS)

    @router.get("/docs/start.js")
    async def start() -> Response:
        return Response(START, media_type="text/javascript", headers=GUARDS)

    def serve(name: str) -> None:
        @router.get(f"/docs/{name}")
        async def asset() -> Response:
            package, folder = ASSETS
            path = str(files(package) / folder / name)
            return FileResponse(path, media_type=TYPES[name], headers=GUARDS)

    for name in TYPES:
        serve(name)
    return router
