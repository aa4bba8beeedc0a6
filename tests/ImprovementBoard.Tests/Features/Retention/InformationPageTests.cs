using System.IO.Compression;
using System.Net;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Retention;
using ImprovementBoard.Web;
using ImprovementBoard.Web.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ImprovementBoard.Tests.Features.Retention;

/// <summary>The form of the page, sent as a browser does.</summary>
[Collection(PortalTests.Name)]
public sealed class InformationPageTests(PortalHost portal)
{
    internal const string Form = "form[action$='export.zip']";

    [Fact]
    public async Task The_hold_is_ticked_and_comes_with_the_file_of_the_office_that_may_not_lift_it()
    {
        using var office = await portal.SignedInAsync(portal.Other.EmailOf(Role.Office));
        var page = await FormPage.OpenAsync(office, Urls.InformationRequests(PortalHost.Elsewhere), Form);
        await using var db = portal.Services.GetRequiredService<BoardDatabase>().Open(portal.Other.Programme.Id);
        var before = await db.RetentionHolds.Select(h => h.Id).ToListAsync();

        using var answer = await page.SendAsync(Urls.InformationZip(PortalHost.Elsewhere));

        Assert.Equal(("application/zip", "elsewhere-information.zip"), (answer.EnsureSuccessStatusCode().Content.Headers.ContentType!.MediaType, answer.Content.Headers.ContentDisposition!.FileName));
        using var zip = new ZipArchive(await answer.Content.ReadAsStreamAsync());
        Assert.Contains(zip.Entries, e => e.FullName == "left-out.csv");
        var hold = await db.RetentionHolds.SingleAsync(h => !before.Contains(h.Id));
        Assert.Equal((HoldCovers.Programme, "Programme office"), (hold.Covers, hold.PutBy));
        using var lift = await office.GetAsync(Urls.Hold(PortalHost.Elsewhere, hold.Id));
        Assert.Equal(HttpStatusCode.Forbidden, lift.StatusCode);
        // Other tests share the programme.
        hold.Lift("Answered.", portal.Other.As(Role.Admin).Actor, portal.Other.Today);
        await db.SaveChangesAsync();
    }

    [Fact]
    public async Task A_reference_that_no_field_takes_is_refused_and_nothing_is_held()
    {
        using var office = await portal.SignedInAsync(PortalHost.Kirklees(Role.Office));
        var page = await FormPage.OpenAsync(office, Urls.InformationRequests("kirklees"), Form);
        page.Type("request", new string('x', RetentionHold.RequestMaxLength + 1));

        using var answer = await page.SendAsync(Urls.InformationZip("kirklees"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var database = portal.Services.GetRequiredService<BoardDatabase>();
        await using var none = database.OpenWithoutProgramme();
        await using var db = database.Open(await none.Programmes.Where(p => p.Slug == "kirklees").Select(p => p.Id).SingleAsync());
        Assert.False(await db.RetentionHolds.AnyAsync(h => h.Covers == HoldCovers.Programme));
    }

    [Theory]
    [InlineData(Role.Chair, 403)]
    [InlineData(Role.Member, 403)]
    [InlineData(Role.Commissioner, 403)]
    [InlineData(Role.Lead, 403)]
    [InlineData(Role.Office, 400)]
    [InlineData(Role.Admin, 400)]
    [InlineData(Role.Viewer, 403)]
    public async Task The_door_answers_who_may_not_take_it_and_a_form_without_its_token_is_no_form(Role role, int answers)
    {
        using var client = await portal.SignedInAsync(PortalHost.Kirklees(role));
        using var nothing = new FormUrlEncodedContent([]);

        using var answer = await client.PostAsync(Urls.InformationZip("kirklees"), nothing);

        Assert.Equal(answers, (int)answer.StatusCode);
    }
}
