"""Who has been put in touch with whom, laid out so that those who are linked lie near."""

from collections.abc import Sequence

from services.matcher.domain.overview import Link
from services.matcher.pictures.marks import MarkPicture, best_linked, mark_picture

WIDTH, HEIGHT = 600.0, 360.0
BORDER_X, BORDER_Y = 40.0, 36.0
MOST_PARTNERS = 15
SEED = 7  #: so that the same network is the same picture


def network_picture(links: Sequence[Link]) -> MarkPicture:
    """The partners with most links (Fruchterman and Reingold's layout)."""
    # Takes a third of a second to import, and most pages need no picture.
    import networkx

    members = best_linked(links, at_most=MOST_PARTNERS)
    graph = networkx.Graph()
    graph.add_nodes_from(members)
    graph.add_edges_from(
        (link.one.id, link.other.id)
        for link in links
        if link.one.id in members and link.other.id in members
    )
    layout = networkx.spring_layout(graph, seed=SEED, k=1.1) if members else {}
    places = {
        one: (
            WIDTH / 2 + float(x) * (WIDTH / 2 - BORDER_X),
            HEIGHT / 2 + float(y) * (HEIGHT / 2 - BORDER_Y),
        )
        for one, (x, y) in layout.items()
    }
    return mark_picture(places, members, links, width=WIDTH, height=HEIGHT)
