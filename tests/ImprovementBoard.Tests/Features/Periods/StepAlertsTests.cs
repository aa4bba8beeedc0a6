using System.Net;
using ImprovementBoard.Core.Access;
using ImprovementBoard.Core.Periods;
using ImprovementBoard.Web.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ImprovementBoard.Tests.Features.Periods;

/// <summary>What a dashboard says of a step that failed.</summary>
[Collection(PortalTests.Name)]
public sealed class StepAlertsTests(PortalHost portal)
{
    [Fact]
    public async Task A_failed_step_stands_on_the_dashboard_of_those_who_see_to_schedules()
    {
        const string said = "Board of 23 August 2018: the step “Chase” failed";
        await using var db = await OpenAsync();
        var step = new PeriodStep { ProgrammeId = db.ProgrammeId, PeriodId = await db.Periods.Where(p => p.Key == "board-2018-08-23").Select(p => p.Id).SingleAsync(), Step = CalendarStep.Chase, On = new(2018, 8, 6), At = new(2018, 8, 6, 9, 17, 0, TimeSpan.Zero), By = "Scheduler", Failed = true, Words = "It failed: the disk was full." };
        db.PeriodSteps.Add(step);
        await db.SaveChangesAsync();
        try
        {
            foreach (var (role, told) in new[] { (Role.Office, true), (Role.Admin, true), (Role.Chair, false), (Role.Lead, false) })
            {
                using var person = await portal.SignedInAsync(PortalHost.Kirklees(role));
                Assert.Equal(told, WebUtility.HtmlDecode(await person.GetStringAsync("/programmes/kirklees")).Contains(said, StringComparison.Ordinal));
            }
        }
        finally
        {
            await db.PeriodSteps.Where(s => s.Id == step.Id).ExecuteDeleteAsync();
        }
    }

    private async Task<BoardDbContext> OpenAsync()
    {
        var database = portal.Services.GetRequiredService<BoardDatabase>();
        await using var none = database.OpenWithoutProgramme();
        return database.Open(await none.Programmes.Where(p => p.Slug == "kirklees").Select(p => p.Id).SingleAsync());
    }
}
