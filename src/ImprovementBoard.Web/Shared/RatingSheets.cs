using ImprovementBoard.Core.Ratings;

namespace ImprovementBoard.Web.Shared;

/// <summary>
/// The colours and shapes of ratings as a style sheet and a sheet of SVG symbols, so that <see cref="RatingLook"/> stays their one
/// definition and a list of a hundred strips names its shapes instead of repeating them.
/// </summary>
internal static class RatingSheets
{
    /// <summary>Address of the shape of a rating, 12 by 12, in the colour of the text around it.</summary>
    public static string Shape(RatingLook look) => $"/ratings.svg#{look.Code}";

    /// <summary>Address of one cell of a strip, 11 by 16; null where there was nothing to rate.</summary>
    public static string Cell(RatingLook? look) => $"/ratings.svg#cell_{look?.Code ?? "none"}";

    public static void MapRatingSheets(this WebApplication app)
    {
        Map(app, "/ratings.css", "text/css", string.Concat(RatingLook.All.Select(Style)));
        Map(app, "/ratings.svg", "image/svg+xml", $"""
            <svg xmlns="http://www.w3.org/2000/svg">
            {string.Concat(RatingLook.All.Select(Symbols))}<g id="cell_none"><rect x=".5" y=".5" width="10" height="15" fill="#fff" stroke="#767D85" stroke-dasharray="2 1.6"/></g>
            </svg>
            """);
    }

    private static string Style(RatingLook look) =>
        $".{look.Code}{{--rating:{look.Colour};--rating-ground:{(look.Outlined ? "#fff" : look.Colour)};--rating-ink:{Ink(look)}}}\n";

    private static string Symbols(RatingLook look) => $"""
        <g id="{look.Code}">{Path(look, "currentColor", "stroke-width=\"2\"")}</g>
        <g id="cell_{look.Code}"><rect x=".5" y=".5" width="10" height="15" fill="{(look.Outlined ? "#fff" : look.Colour)}" stroke="{look.Colour}"/>{Path(look, Ink(look), "stroke-width=\"2.4\" transform=\"translate(2.2 4.7) scale(.55)\"")}</g>

        """;

    private static string Path(RatingLook look, string ink, string attributes) =>
        $"<path d=\"{look.Path}\" fill=\"{(look.Stroked ? "none" : ink)}\" stroke=\"{(look.Stroked ? ink : "none")}\" {attributes}/>";

    private static string Ink(RatingLook look) => look.Outlined ? look.Colour : "#fff";

    private static void Map(WebApplication app, string address, string type, string text) =>
        app.MapGet(address, (HttpResponse response) =>
        {
            response.Headers.CacheControl = "max-age=3600";
            return Results.Text(text, type);
        }).AllowAnonymous();
}
