"""What stands between a browser and Streamlit, the outermost first."""

from starlette.formparsers import MultiPartParser
from starlette.middleware import Middleware
from streamlit import config

from ui.reconnecting import Reconnections
from ui.serving.assets import Assets
from ui.serving.doors import Doors
from ui.serving.guard import Guard
from ui.serving.headers import SecurityHeaders
from ui.serving.shell import Shell
from ui.serving.staying import Staying

LAYERS = tuple(map(Middleware, (SecurityHeaders, Doors, Staying, Guard, Reconnections, Assets, Shell)))

# An upload stays in memory while it comes, as it does afterwards: what is above 1 MB would go to a file, and some hosts
# have no place for one. Streamlit ends one that is longer than it may be.
MultiPartParser.spool_max_size = (config.get_option("server.maxUploadSize") + 1) * 2**20
