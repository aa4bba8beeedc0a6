using System.Net;
using ImprovementBoard.Core.Access;

namespace ImprovementBoard.Tests.Access;

/// <summary>The date looked at stands in the path, so every link of a page keeps it; forms and old links are led there.</summary>
[Collection(PortalTests.Name)]
public sealed class LookBackAddressTests(PortalHost portal)
{
    [Theory]
    [InlineData("/programmes/kirklees?as-at=2018-03-31", "/programmes/kirklees@2018-03-31")]
    [InlineData("/programmes/kirklees/actions?q=worker&as-at=2018-03-31&sort=due", "/programmes/kirklees@2018-03-31/actions?q=worker&sort=due")]
    [InlineData("/programmes/kirklees@2018-03-31/actions/15.2?as-at=2018-04-30", "/programmes/kirklees@2018-04-30/actions/15.2")]
    [InlineData("/programmes/kirklees@2018-03-31/visits?as-at=", "/programmes/kirklees/visits")]
    [InlineData("/programmes/kirklees/visits?as-at=31/03/2018", "/programmes/kirklees/visits")]
    [InlineData("/programmes/kirklees@2018-03-31/packs/schedule", "/programmes/kirklees/packs/schedule")]
    public async Task A_date_asked_for_leads_to_its_address(string asked, string answered)
    {
        using var client = await portal.SignedInAsync(PortalHost.Kirklees(Role.Office));

        using var answer = await client.GetAsync(asked);

        Assert.Equal((HttpStatusCode.Redirect, answered), (answer.StatusCode, answer.Headers.Location?.OriginalString));
    }

    [Fact]
    public async Task Every_link_inside_the_programme_stays_in_the_past_but_the_two_that_lead_back()
    {
        using var client = await portal.SignedInAsync(PortalHost.Kirklees(Role.Office));

        var page = await client.GetStringAsync("/programmes/kirklees@2018-03-31/actions/15.2");

        var links = page.Split("href=\"").Skip(1).Select(part => part.Split('"')[0]).Where(l => l.StartsWith("/programmes/kirklees", StringComparison.Ordinal)).Distinct().ToList();
        Assert.Equal(["/programmes/kirklees", "/programmes/kirklees/compare", "/programmes/kirklees/compare?from=2018-03-31"], links.Where(l => !l.StartsWith("/programmes/kirklees@2018-03-31", StringComparison.Ordinal)).Order());
        Assert.Contains("/programmes/kirklees@2018-03-31/recommendations/15", links);
        Assert.DoesNotContain("Post update", page, StringComparison.Ordinal);
    }
}
