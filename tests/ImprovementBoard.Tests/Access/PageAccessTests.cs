using System.Net;
using System.Text.RegularExpressions;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Web;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace ImprovementBoard.Tests.Access;

/// <summary>Walks every address of a programme as every role. A new route fails here until it has its row.</summary>
[Collection(PortalTests.Name)]
public sealed partial class PageAccessTests(PortalHost portal)
{
    private const string All = "200 200 200 200 200 200 200", Letters = "200 200 200 200 200 200 404", Office = "403 403 403 403 200 200 403", Recorder = "403 403 403 403 200 403 403", Drafts = "404 404 200 404 200 200 404", Candidates = "200 404 200 200 200 200 404", None = "404 404 404 404 404 404 404", NotThere = "403 403 403 403 404 403 403", Adders = "403 403 403 200 200 403 403", Confidential = "404 404 200 404 200 200 404", OfficeOnly = "403 403 403 403 200 403 403", AdminOnly = "403 403 403 403 403 200 403";

    private static readonly Role[] Columns = [Role.Chair, Role.Member, Role.Commissioner, Role.Lead, Role.Office, Role.Admin, Role.Viewer];

    // Route, what stands in the address, and the answer to each role in the order of the columns.
    private static readonly (string Route, string Address, string Answers)[] Table =
    [
        ("/programmes/{slug}", "/programmes/kirklees", All),
        ("/programmes/{slug}/recommendations", "/programmes/kirklees/recommendations?q=worker&delivery=off_track&page=2", All),
        ("/programmes/{slug}/recommendations/{reference}", "/programmes/kirklees/recommendations/L10", All),
        ("/programmes/{slug}/recommendations/{reference}", "/programmes/kirklees/recommendations/99", None),
        ("/programmes/{slug}/visits", "/programmes/kirklees/visits", All),
        ("/programmes/{slug}/visits/matrix", "/programmes/kirklees/visits/matrix?show=never&theme=99&body=x&later=true", All),
        ("/programmes/{slug}/visits/{reference}", "/programmes/kirklees/visits/5", Letters),
        ("/programmes/{slug}/visits/{reference}", "/programmes/kirklees/visits/6", None),
        ("/programmes/{slug}/visits/add", "/programmes/kirklees/visits/add", Recorder),
        ("/programmes/{slug}/visits/{reference}/findings/add", "/programmes/kirklees/visits/5/findings/add", Recorder),
        ("/programmes/{slug}/visits/{reference}/findings/add", "/programmes/kirklees/visits/2018-12/findings/add", NotThere),
        ("/programmes/{slug}/visits/{reference}/findings/{id:int}", "/programmes/kirklees/visits/inspection-2016/findings/1", All),
        ("/programmes/{slug}/visits/{reference}/findings/{id:int}", "/programmes/kirklees/visits/5/findings/1", None),
        ("/programmes/{slug}/visits/{reference}/correct", "/programmes/kirklees/visits/5/correct", Recorder),
        ("/programmes/{slug}/visits/{reference}/correct", "/programmes/kirklees/visits/inspection-2016/correct", NotThere),
        ("/programmes/{slug}/visits/{reference}/findings/{id:int}/correct", "/programmes/kirklees/visits/inspection-2016/findings/1/correct", Recorder),
        ("/programmes/{slug}/visits/{reference}/findings/{id:int}/correct", "/programmes/kirklees/visits/5/findings/1/correct", NotThere),
        ("/programmes/{slug}/actions", "/programmes/kirklees/actions?q=%25&lead=1e9&page=-1&sort=no&theme=99", All),
        ("/programmes/{slug}/actions/{reference}", "/programmes/kirklees/actions/1.1", All),
        ("/programmes/{slug}/actions/{reference}", "/programmes/kirklees/actions/99.9", None),
        ("/programmes/{slug}/actions/{reference}/update", "/programmes/kirklees/actions/15.2/update", All),
        ("/programmes/{slug}/actions/{reference}/update", "/programmes/kirklees/actions/99.9/update", None),
        ("/programmes/{slug}/my-updates", "/programmes/kirklees/my-updates", All),
        ("/programmes/{slug}/actions/{reference}/evidence/add", "/programmes/kirklees/actions/15.2/evidence/add", Adders),
        ("/programmes/{slug}/actions/{reference}/evidence/add", "/programmes/kirklees/actions/99.9/evidence/add", "403 403 403 404 404 403 403"),
        ("/programmes/{slug}/recommendations/{reference}/evidence/add", "/programmes/kirklees/recommendations/15/evidence/add", Adders),
        ("/programmes/{slug}/recommendations/{reference}/evidence/add", "/programmes/kirklees/recommendations/99/evidence/add", "403 403 403 404 404 403 403"),
        ("/programmes/{slug}/evidence", "/programmes/kirklees/evidence?q=%25&kind=Nothing&strength=2&withdrawn=true&page=-7", All),
        ("/programmes/{slug}/evidence/{id:int}", "/programmes/kirklees/evidence/1?same=2&damaged=1", All),
        ("/programmes/{slug}/evidence/{id:int}", "/programmes/kirklees/evidence/{confidential}", Confidential),
        ("/programmes/{slug}/evidence/{id:int}", "/programmes/kirklees/evidence/999999", None),
        ("/programmes/{slug}/evidence/{id:int}/add-version", "/programmes/kirklees/evidence/3/add-version", Adders),
        ("/programmes/{slug}/evidence/{id:int}/add-version", "/programmes/kirklees/evidence/{confidential}/add-version", "403 403 403 404 200 403 403"),
        ("/programmes/{slug}/evidence/{id:int}/versions/{number:int}", "/programmes/kirklees/evidence/3/versions/1", All),
        ("/programmes/{slug}/evidence/{id:int}/versions/{number:int}", "/programmes/kirklees/evidence/3/versions/2", None),
        ("/programmes/{slug}/evidence/{id:int}/versions/{number:int}", "/programmes/kirklees/evidence/1/versions/1", None),
        ("/programmes/{slug}/evidence/{id:int}/versions/{number:int}", "/programmes/kirklees/evidence/{confidential}/versions/1", Confidential),
        ("/programmes/{slug}/hand-over", "/programmes/kirklees/hand-over?from=nobody", Office),
        ("/programmes/{slug}/attention", "/programmes/kirklees/attention?rule=none&seriousness=7&lead=1e9&show=acknowledged&page=-3&acknowledge=1", All),
        ("/programmes/{slug}/attention", "/programmes/kirklees@2018-03-31/attention", All),
        ("/programmes/{slug}/direction", "/programmes/kirklees/direction", All),
        ("/programmes/{slug}/compare", "/programmes/kirklees/compare?from=2018-13-45&to=1999-01-01&page=-3", All),
        ("/programmes/{slug}/pace", "/programmes/kirklees/pace", All),
        ("/programmes/{slug}/pace", "/programmes/kirklees@2018-03-31/pace", All),
        ("/programmes/{slug}", "/programmes/kirklees@2018-03-31", All),
        ("/programmes/{slug}/recommendations", "/programmes/kirklees@2018-03-31/recommendations?sort=delivery&delivery=off_track", All),
        ("/programmes/{slug}/recommendations/{reference}", "/programmes/kirklees@2018-03-31/recommendations/15", All),
        ("/programmes/{slug}/actions", "/programmes/kirklees@2018-03-31/actions?late=true&sort=due", All),
        ("/programmes/{slug}/actions/{reference}", "/programmes/kirklees@2018-03-31/actions/15.2", All),
        ("/programmes/{slug}/visits", "/programmes/kirklees@2018-03-31/visits", All),
        ("/programmes/{slug}/visits/{reference}", "/programmes/kirklees@2018-03-31/visits/5", None),
        ("/programmes/{slug}/history", "/programmes/kirklees/history?kind=RatingMoved&page=99999", All),
        ("/programmes/{slug}/history", "/programmes/kirklees/history?kind=Refused&by=%00&item=evidence&ref=x&from=2018-13-01", All),
        ("/programmes/{slug}/history.csv", "/programmes/kirklees/history.csv?item=Action&ref=15.2", All),
        ("/programmes/{slug}/history/check", "/programmes/kirklees/history/check?entries=-1&seal=x", All),
        ("/programmes/{slug}/history/check", "/programmes/kirklees@2018-03-31/history/check?entries=1", All),
        ("/programmes/{slug}/sign-ins", "/programmes/kirklees/sign-ins?kind=SignedIn&page=-4", AdminOnly),
        ("/programmes/{slug}/sign-ins.csv", "/programmes/kirklees/sign-ins.csv?kind=9&by=%00&from=0001-01-01&to=9999-12-31", AdminOnly),
        ("/programmes/{slug}/people", "/programmes/kirklees/people?done=7", Office),
        ("/programmes/{slug}/people", "/programmes/kirklees@2018-03-31/people", Office),
        ("/programmes/{slug}/people/rights", "/programmes/kirklees/people/rights", Office),
        ("/programmes/{slug}/people.csv", "/programmes/kirklees/people.csv", Office),
        ("/programmes/{slug}/people/invite", "/programmes/kirklees/people/invite?post=x", AdminOnly),
        ("/programmes/{slug}/people/{id:int}", "/programmes/kirklees/people/{person}?done=x", AdminOnly),
        ("/programmes/{slug}/people/{id:int}", "/programmes/kirklees/people/999999", "403 403 403 403 403 404 403"),
        ("/programmes/{slug}/sign-ins/rules", "/programmes/kirklees/sign-ins/rules?done=true", AdminOnly),
        ("/programmes/{slug}/people/{id:int}/held.zip", "/programmes/kirklees/people/{person}/held.zip", AdminOnly),
        ("/programmes/{slug}/people/{id:int}/held.zip", "/programmes/kirklees/people/999999/held.zip", "403 403 403 403 403 404 403"),
        ("/programmes/{slug}/people/{id:int}/erase", "/programmes/kirklees/people/{person}/erase", AdminOnly),
        ("/programmes/{slug}/people/{id:int}/erase", "/programmes/kirklees/people/999999/erase", "403 403 403 403 403 404 403"),
        ("/programmes/{slug}/retention", "/programmes/kirklees/retention?done=7", Office),
        ("/programmes/{slug}/retention.csv", "/programmes/kirklees/retention.csv", Office),
        ("/programmes/{slug}/retention/address", "/programmes/kirklees/retention/address?email=police@kirklees.example", AdminOnly),
        ("/programmes/{slug}/retention/periods/{kind}", "/programmes/kirklees/retention/periods/Mails", AdminOnly),
        ("/programmes/{slug}/retention/periods/{kind}", "/programmes/kirklees/retention/periods/7", "403 403 403 403 403 404 403"),
        ("/programmes/{slug}/retention/holds/put", "/programmes/kirklees/retention/holds/put?person=x", AdminOnly),
        ("/programmes/{slug}/retention/holds/{id:int}", "/programmes/kirklees/retention/holds/{hold}", AdminOnly),
        ("/programmes/{slug}/retention/holds/{id:int}", "/programmes/kirklees/retention/holds/999999", "403 403 403 403 403 404 403"),
        ("/programmes/{slug}/information-requests", "/programmes/kirklees/information-requests", Office),
        ("/programmes/{slug}/rating-rules", "/programmes/kirklees/rating-rules", All),
        ("/programmes/{slug}/packs", "/programmes/kirklees/packs", All),
        ("/programmes/{slug}/periods", "/programmes/kirklees/periods", All),
        ("/programmes/{slug}/periods/{key}", "/programmes/kirklees/periods/board-2018-08-23", All),
        ("/programmes/{slug}/periods/{key}", "/programmes/kirklees/periods/board-1999-01-01", None),
        ("/programmes/{slug}/periods/{key}/readiness", "/programmes/kirklees/periods/board-2018-08-23/readiness?who=nobody&check=none&of=7&item=1", All),
        ("/programmes/{slug}/periods/{key}/readiness", "/programmes/kirklees@2018-07-05/periods/board-2018-07-12/readiness", All),
        ("/programmes/{slug}/periods/{key}/readiness", "/programmes/kirklees/periods/board-1999-01-01/readiness", None),
        ("/programmes/{slug}/packs/distribution", "/programmes/kirklees/packs/distribution?done=7", OfficeOnly),
        ("/programmes/{slug}/packs/{reference}/recipients", "/programmes/kirklees/packs/2/recipients?done=x", OfficeOnly),
        ("/programmes/{slug}/packs/{reference}/recipients", "/programmes/kirklees/packs/3/recipients", NotThere),
        ("/programmes/{slug}/packs/{reference}/recipients", "/programmes/kirklees/packs/{draft}/recipients", NotThere),
        ("/programmes/{slug}/mail", "/programmes/kirklees/mail?state=7&about=%25&page=-3", Office),
        ("/programmes/{slug}/mail/{id:int}", "/programmes/kirklees/mail/999999", "403 403 403 403 404 404 403"),
        ("/programmes/{slug}/packs/schedule", "/programmes/kirklees/packs/schedule", Office),
        ("/programmes/{slug}/packs/schedule", "/programmes/kirklees/packs/schedule?schedule=x&outcome=failed&page=-2", Office),
        ("/programmes/{slug}/packs/schedule/add", "/programmes/kirklees/packs/schedule/add", Office),
        ("/programmes/{slug}/packs/{reference}", "/programmes/kirklees/packs/1", Letters),
        ("/programmes/{slug}/packs/{reference}", "/programmes/kirklees/packs/{draft}", Drafts),
        ("/programmes/{slug}/packs/{reference}", "/programmes/kirklees/packs/99", None),
        ("/programmes/{slug}/packs/{reference}/download", "/programmes/kirklees/packs/2/download", Letters),
        ("/programmes/{slug}/packs/{reference}/download", "/programmes/kirklees/packs/{draft}/download", Drafts),
        ("/programmes/{slug}/packs/{reference}/download", "/programmes/kirklees/packs/99/download", None),
        ("/programmes/{slug}/packs/{reference}/read", "/programmes/kirklees/packs/2/read", Letters),
        ("/programmes/{slug}/packs/{reference}/read", "/programmes/kirklees/packs/{draft}/read", Drafts),
        ("/programmes/{slug}/packs/{reference}/read", "/programmes/kirklees/packs/99/read", None),
        ("/programmes/{slug}/packs/{reference}", "/programmes/kirklees/packs/3", Candidates),
        ("/programmes/{slug}/packs/{reference}/download", "/programmes/kirklees/packs/3/download", Candidates),
        ("/programmes/{slug}/packs/{reference}/read", "/programmes/kirklees/packs/3/read", Candidates),
        ("/programmes/{slug}/packs/{reference}/tables.xlsx", "/programmes/kirklees/packs/3/tables.xlsx", Candidates),
        ("/programmes/{slug}/packs/{reference}", "/programmes/kirklees@2018-07-31/packs/1?saved=true", Letters),
        ("/programmes/{slug}/packs/{reference}", "/programmes/kirklees@2018-07-31/packs/2", None),
        ("/programmes/{slug}/packs/register", "/programmes/kirklees/packs/register?audience=Nobody&state=7&page=-2", All),
        ("/programmes/{slug}/packs/register", "/programmes/kirklees@2018-07-31/packs/register?state=Issued", All),
        ("/programmes/{slug}/packs/register.csv", "/programmes/kirklees/packs/register.csv?audience=Board&state=Withdrawn", All),
        ("/programmes/{slug}/packs/{reference}/tables.xlsx", "/programmes/kirklees/packs/2/tables.xlsx", Letters),
        ("/programmes/{slug}/packs/{reference}/tables.xlsx", "/programmes/kirklees/packs/{draft}/tables.xlsx", Drafts),
        ("/programmes/{slug}/packs/{reference}/tables.xlsx", "/programmes/kirklees/packs/99/tables.xlsx", None),
    ];

    // Routes that only take a POST, and where the access test of each is.
    private static readonly string[] Posts =
    [
        "/programmes/{slug}/actions/{reference}/draft", // UpdatePageTests
        "/programmes/{slug}/retention/address/held.zip", // HeldByAddressPageTests
        "/programmes/{slug}/information-requests/export.zip", // InformationPageTests
    ];

    public static TheoryData<string> Addresses => [.. Table.Select(row => row.Address)];

    [Fact]
    public void Every_route_of_a_programme_has_its_row()
    {
        // What takes only a POST is no address to open; its own test says who may send it something.
        var routes = portal.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<HttpMethodMetadata>() is not { HttpMethods: ["POST"] } || !Posts.Contains("/" + e.RoutePattern.RawText!.TrimStart('/')))
            .Select(e => "/" + e.RoutePattern.RawText!.TrimStart('/'))
            .Where(r => r.Contains("{slug", StringComparison.OrdinalIgnoreCase))
            .Distinct();

        Assert.Equal(Table.Select(row => row.Route).Distinct().Order(), routes.Order());
    }

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task Each_role_gets_its_answer(string address)
    {
        var expected = Table.Single(row => row.Address == address).Answers;

        var answers = new List<int>();
        foreach (var role in Columns)
        {
            using var client = await portal.SignedInAsync(PortalHost.Kirklees(role));
            using var answer = await client.GetAsync(Filled(address));
            answers.Add((int)answer.StatusCode);
        }

        Assert.Equal(expected, string.Join(' ', answers));
    }

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task A_form_without_its_token_reaches_no_page_and_the_door_answers_first(string address)
    {
        var expected = Table.Single(row => row.Address == address).Answers.Split(' ');

        foreach (var (role, opens) in Columns.Zip(expected))
        {
            using var client = await portal.SignedInAsync(PortalHost.Kirklees(role));
            using var nothing = new FormUrlEncodedContent([]);
            using var answer = await client.PostAsync(Filled(address), nothing);

            Assert.Contains((int)answer.StatusCode, opens == "403" ? [403, 405] : new[] { 302, 400, 404, 405 });
            // Who looks back is led to today before anything else.
            Assert.Equal(answer.StatusCode == HttpStatusCode.Redirect, address.Contains('@', StringComparison.Ordinal) && answer.Headers.Location is not null);
        }
    }

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task Who_is_not_signed_in_is_sent_to_sign_in_and_back(string address)
    {
        using var client = portal.Anonymous();

        using var answer = await client.GetAsync(Filled(address));

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal($"/sign-in?returnUrl={Uri.EscapeDataString(Filled(address)).Replace("%40", "@", StringComparison.Ordinal)}", answer.Headers.Location!.PathAndQuery);
    }

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task A_programme_one_does_not_belong_to_looks_like_one_that_does_not_exist(string address)
    {
        using var stranger = await portal.SignedInAsync(portal.Other.EmailOf(Role.Office));

        using var theirs = await stranger.GetAsync(Filled(address));
        using var nowhere = await stranger.GetAsync(Filled(address).Replace("kirklees", "nowhere", StringComparison.Ordinal));

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (theirs.StatusCode, nowhere.StatusCode));
        Assert.Equal(await BodyAsync(nowhere), await BodyAsync(theirs));
        Assert.Equal(Headers(nowhere), Headers(theirs));
    }

    [Theory]
    [InlineData("/programmes/elsewhere")]
    [InlineData("/programmes/elsewhere/actions/99.9")]
    [InlineData("/programmes/kirklees/actions/99.9")]
    [InlineData("/programmes/KIRKLEES/../elsewhere/actions")]
    public async Task A_member_of_kirklees_sees_nothing_of_the_other_programme(string address)
    {
        using var client = await portal.SignedInAsync(PortalHost.Kirklees(Role.Admin));

        using var answer = await client.GetAsync(address);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.DoesNotContain("elsewhere", await answer.Content.ReadAsStringAsync(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_list_of_programmes_holds_only_one_s_own()
    {
        using var client = await portal.SignedInAsync(portal.Other.EmailOf(Role.Chair));

        var page = await client.GetStringAsync(Urls.Programmes);

        Assert.Contains("elsewhere children", page, StringComparison.Ordinal);
        Assert.DoesNotContain("irklees", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whether_the_history_is_whole_everybody_reads_and_who_sees_the_trail_checks_it()
    {
        var without = await ButtonsAsync(Role.Viewer);

        foreach (var role in Enum.GetValues<Role>())
            Assert.Equal(without + (role.May(Permission.ReadTrail) ? 1 : 0), await ButtonsAsync(role));
        Assert.Contains("“Check now”", PermissionMatrix.Of(Permission.ReadTrail).Opens, StringComparison.Ordinal);
        Assert.Contains("whether it is whole", PermissionMatrix.Of(Permission.ReadPlan).Opens, StringComparison.Ordinal);

        // The button works in a circuit, and stands in the page as the mark of one.
        async Task<int> ButtonsAsync(Role role)
        {
            using var client = await portal.SignedInAsync(PortalHost.Kirklees(role));
            return (await client.GetStringAsync("/programmes/kirklees/history/check")).Split("<!--Blazor:{\"type\":\"server\"").Length;
        }
    }

    [Fact]
    public async Task A_cookie_that_was_altered_is_no_cookie()
    {
        using var client = await portal.SignedInAsync(PortalHost.Kirklees(Role.Chair));
        var cookie = client.DefaultRequestHeaders.GetValues("Cookie").Single();
        client.DefaultRequestHeaders.Remove("Cookie");
        client.DefaultRequestHeaders.Add("Cookie", cookie[..^5] + "AAAAA");

        using var answer = await client.GetAsync("/programmes/kirklees");

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
    }

    [Fact]
    public async Task A_request_from_another_site_is_refused()
    {
        using var client = await portal.SignedInAsync(PortalHost.Kirklees(Role.Office));
        client.DefaultRequestHeaders.Add("Origin", "https://evil.example");

        using var answer = await client.PostAsync("/_blazor/negotiate?negotiateVersion=1", null);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    private string Filled(string address) => address.Replace("{draft}", portal.Draft, StringComparison.Ordinal).Replace("{person}", $"{portal.Person}", StringComparison.Ordinal).Replace("{hold}", $"{portal.Hold}", StringComparison.Ordinal).Replace("{confidential}", $"{portal.Confidential}", StringComparison.Ordinal);

    private static async Task<string> BodyAsync(HttpResponseMessage answer) => WithoutNonce(await answer.Content.ReadAsStringAsync());

    private static string Headers(HttpResponseMessage answer) => WithoutNonce(
        string.Join('\n', answer.Headers.Concat(answer.Content.Headers).Where(h => h.Key != "Date").Select(h => $"{h.Key}: {string.Join(", ", h.Value)}").Order()));

    /// <summary>The same text but for the word that only this answer's scripts carry.</summary>
    internal static string WithoutNonce(string text) => Nonce().Replace(text, "nonce");

    [GeneratedRegex("nonce[-=]\"?[0-9a-f]{32}", RegexOptions.None, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Nonce();
}
