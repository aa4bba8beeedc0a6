using System.Net;
using System.Xml.Linq;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Ratings;
using ImprovementBoard.Web.Shared;

namespace ImprovementBoard.Tests.Smoke;

[Collection(PortalTests.Name)]
public sealed class PortalStartTests(PortalHost portal)
{
    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    [InlineData("/ratings.css")]
    [InlineData("/ratings.svg")]
    [InlineData("/sign-in")]
    public async Task What_needs_no_account_answers_without_one(string address)
    {
        using var client = portal.Anonymous();

        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(address)).StatusCode);
    }

    [Fact]
    public async Task The_sheet_of_shapes_holds_every_shape_that_pages_name()
    {
        using var client = portal.Anonymous();

        var sheet = XDocument.Parse(await client.GetStringAsync("/ratings.svg"));

        var shapes = sheet.Root!.Elements().ToDictionary(g => "/ratings.svg#" + g.Attribute("id")!.Value, g => g.Elements().Last());
        Assert.All(RatingLook.All, look => Assert.Equal(look.Path, shapes[RatingSheets.Shape(look)].Attribute("d")!.Value));
        Assert.All(RatingLook.All, look => Assert.Equal(look.Path, shapes[RatingSheets.Cell(look)].Attribute("d")!.Value));
        Assert.Contains(RatingSheets.Cell(null), shapes.Keys);
    }

    [Fact]
    public async Task The_password_of_the_demonstration_is_shown_in_development_only()
    {
        using var client = portal.Anonymous();

        Assert.DoesNotContain(Web.BoardOptions.DemonstrationOptions.DefaultPassword, await client.GetStringAsync("/sign-in"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_answer_forbids_what_no_page_needs()
    {
        using var client = await portal.SignedInAsync(PortalHost.Kirklees(Role.Chair));

        foreach (var address in new[] { "/programmes/kirklees", "/programmes/nowhere", "/programmes/kirklees/packs/2/download" })
        {
            using var answer = await client.GetAsync(address);
            Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.Contains("default-src 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
            Assert.True(answer.Headers.CacheControl!.NoStore, address);
        }
    }

    [Fact]
    public async Task A_downloaded_pack_is_a_file_of_its_own_name_and_the_bytes_its_page_names()
    {
        using var client = await portal.SignedInAsync(PortalHost.Kirklees(Role.Member));

        using var answer = await client.GetAsync("/programmes/kirklees/packs/2/download");
        var page = await client.GetStringAsync("/programmes/kirklees/packs/2");

        Assert.Equal(("application/pdf", "kirklees-board-2.pdf"), (answer.Content.Headers.ContentType!.MediaType, answer.Content.Headers.ContentDisposition!.FileName));
        Assert.Contains(Web.Features.Packs.PackFactsReader.Hash(await answer.Content.ReadAsByteArrayAsync()), page, StringComparison.Ordinal);
    }
}
