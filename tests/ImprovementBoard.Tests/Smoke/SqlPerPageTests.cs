using System.Net;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Tests.Features.Retention;
using ImprovementBoard.Web;
using Xunit.Abstractions;

namespace ImprovementBoard.Tests.Smoke;

/// <summary>The SQL commands of a whole page: gate, layout and content. A list that asks once a row would be far above its bound.</summary>
[Collection(PortalTests.Name)]
public sealed class SqlPerPageTests(PortalHost portal, ITestOutputHelper output)
{
    [Theory]
    [InlineData("/programmes/kirklees/mail", 5)]
    [InlineData("/programmes/kirklees/packs/distribution", 6)]
    [InlineData("/programmes/kirklees/packs/2/recipients", 7)]
    [InlineData("/programmes/kirklees/packs/register", 9)]
    [InlineData("/programmes/kirklees/packs/register.csv", 10)]
    [InlineData("/programmes/kirklees/packs/schedule", 11)]
    [InlineData("/programmes/kirklees/packs/schedule/add", 6)]
    [InlineData("/programmes/kirklees/people", 5)]
    [InlineData("/programmes/kirklees/people/rights", 2)]
    [InlineData("/programmes/kirklees/people.csv", 8)]
    [InlineData("/programmes/kirklees/retention", 24)]
    [InlineData("/programmes/kirklees/retention.csv", 8)]
    [InlineData("/programmes/kirklees/information-requests", 21)]
    [InlineData("/programmes/kirklees", 31)]
    public Task A_page_of_the_office_asks_the_database_few_times(string address, int most) => CheckAsync(Role.Office, address, most);

    [Theory]
    [InlineData("/programmes/kirklees", 25)]
    [InlineData("/programmes/kirklees/attention", 8)]
    [InlineData("/programmes/kirklees/actions", 7)]
    [InlineData("/programmes/kirklees/actions/15.2", 11)]
    [InlineData("/programmes/kirklees/actions/15.2/update", 9)]
    [InlineData("/programmes/kirklees/recommendations", 9)]
    [InlineData("/programmes/kirklees/recommendations/1", 17)]
    [InlineData("/programmes/kirklees/visits", 9)]
    [InlineData("/programmes/kirklees/visits/5", 5)]
    [InlineData("/programmes/kirklees/visits/matrix", 7)]
    [InlineData("/programmes/kirklees/visits/inspection-2016/findings/1", 6)]
    [InlineData("/programmes/kirklees/my-updates", 9)]
    [InlineData("/programmes/kirklees/evidence", 6)]
    [InlineData("/programmes/kirklees/evidence/3", 6)]
    [InlineData("/programmes/kirklees/evidence/3/versions/1", 5)]
    [InlineData("/programmes/kirklees/actions/15.2/evidence/add", 3)]
    [InlineData("/programmes/kirklees/history", 5)]
    [InlineData("/programmes/kirklees/history.csv", 9)]
    [InlineData("/programmes/kirklees/history/check", 4)]
    [InlineData("/programmes/kirklees/packs/register", 7)]
    [InlineData("/programmes/kirklees/packs/register.csv", 7)]
    [InlineData("/programmes/kirklees/packs", 6)]
    [InlineData("/programmes/kirklees/packs/2", 7)]
    [InlineData("/programmes/kirklees/packs/2/download", 8)]
    [InlineData("/programmes/kirklees/periods", 3)]
    [InlineData("/programmes/kirklees/periods/board-2018-07-12", 7)]
    [InlineData("/programmes/kirklees/periods/board-2018-08-23/readiness", 14)]
    [InlineData("/programmes/kirklees/periods/board-2018-07-12/readiness", 14)]
    [InlineData("/programmes/kirklees/compare", 18)]
    [InlineData("/programmes/kirklees/packs/2/read", 8)]
    [InlineData("/programmes/kirklees/packs/2/tables.xlsx", 8)]
    [InlineData("/programmes/kirklees/pace", 7)]
    [InlineData("/programmes/kirklees@2018-03-31/pace", 7)]
    [InlineData("/programmes/kirklees@2018-03-31", 25)]
    [InlineData("/programmes/kirklees@2018-03-31/actions", 10)]
    [InlineData("/programmes/kirklees@2018-03-31/actions/15.2", 12)]
    [InlineData("/programmes/kirklees@2018-03-31/recommendations", 19)]
    [InlineData("/programmes/kirklees@2018-03-31/recommendations/1", 18)]
    public Task A_page_asks_the_database_few_times(string address, int most) => CheckAsync(Role.Lead, address, most);

    [Fact]
    public async Task The_file_for_an_information_request_asks_the_database_few_times()
    {
        using var client = await portal.SignedInAsync(PortalHost.Kirklees(Role.Office));
        var page = await FormPage.OpenAsync(client, Urls.InformationRequests("kirklees"), InformationPageTests.Form);
        // Other tests share the programme.
        page.Type("hold", null);
        portal.Commands.Take(Urls.InformationZip("kirklees"));

        using var answer = await page.SendAsync(Urls.InformationZip("kirklees"));

        Check(answer, Urls.InformationZip("kirklees"), 40);
    }

    private async Task CheckAsync(Role role, string address, int most)
    {
        using var client = await portal.SignedInAsync(PortalHost.Kirklees(role));
        portal.Commands.Take(address);

        using var answer = await client.GetAsync(address);

        Check(answer, address, most);
    }

    private void Check(HttpResponseMessage answer, string address, int most)
    {
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var commands = portal.Commands.Take(address);
        output.WriteLine($"{address}: {commands.Count} SQL commands");
        foreach (var command in commands)
            output.WriteLine(command);
        Assert.InRange(commands.Count, 1, most);
    }
}
