using System.Net;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Web;
using ImprovementBoard.Web.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace ImprovementBoard.Tests.Features.Actions;

/// <summary>The real portal, killed while a lead writes.</summary>
public sealed class RestartedPortalTests
{
    private const string Address = "/programmes/kirklees/actions/15.2/update";

    [Fact]
    public async Task A_form_opened_before_a_kill_posts_after_the_restart_and_its_draft_is_there()
    {
        await using var store = TestStore.OnSqlite();
        await TestDatabase.CopySeededSqliteAsync(store.File);
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() };
        using var lead = new HttpClient(handler);
        FormPage form;
        await using (var portal = await PortalProcess.StartAsync(store.Settings))
        {
            var signIn = await FormPage.OpenAsync(lead, new Uri(portal.Url, Urls.SignIn).ToString(), "main form");
            (signIn["Email"], signIn["Password"]) = (PortalHost.Kirklees(Role.Lead), store.Options.Demonstration.Password);
            await signIn.SubmitAsync();
            form = await FormPage.OpenAsync(lead, new Uri(portal.Url, Address).ToString());
            (form["WhatChanged"], form["Forecast"]) = ("Nine of twelve", "2018-09-28");
            using var kept = await form.SendAsync(new Uri(portal.Url, Urls.UpdateDraft("kirklees", "15.2")).ToString());
            Assert.Equal(HttpStatusCode.OK, kept.StatusCode);
            await portal.KillAsync();
        }

        await using var again = await PortalProcess.StartAsync(store.Settings);
        Assert.Equal("Nine of twelve", (await FormPage.OpenAsync(lead, new Uri(again.Url, Address).ToString()))["WhatChanged"]);
        (form["WhatChanged"], form["ChildWouldNotice"], form["InTheWay"]) = ("Nine of twelve plans.", "Nothing yet.", "Nothing.");
        using var posted = await form.SendAsync(new Uri(again.Url, Address).ToString());
        Assert.EndsWith("/actions/15.2?posted=true", posted.Headers.Location!.ToString(), StringComparison.Ordinal);
        await again.KillAsync();

        var connection = new SqliteConnectionStringBuilder { DataSource = store.File, Pooling = false }.ConnectionString;
        await using var db = new SqliteBoardDbContext(new DbContextOptionsBuilder<SqliteBoardDbContext>().UseSqlite(connection).Options);
        Assert.Equal(1, await db.Updates.IgnoreQueryFilters().CountAsync(u => u.WhatChanged == "Nine of twelve plans."));
    }
}
