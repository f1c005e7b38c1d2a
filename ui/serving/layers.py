"""What stands between a browser and Streamlit, the outermost first."""

from starlette.middleware import Middleware

from ui.serving.assets import Assets
from ui.serving.doors import Doors
from ui.serving.headers import SecurityHeaders
from ui.serving.shell import Shell

LAYERS = tuple(map(Middleware, (SecurityHeaders, Doors, Assets, Shell)))
