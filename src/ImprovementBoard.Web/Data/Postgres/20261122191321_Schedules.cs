using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ImprovementBoard.Web.Data.Postgres
{
    /// <inheritdoc />
    public partial class Schedules : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Schedules_ProgrammeId_Audience",
                table: "Schedules");

            migrationBuilder.AddColumn<string>(
                name: "Cron",
                table: "Schedules",
                type: "character varying(100)",
                maxLength: 100,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "EndedBy",
                table: "Schedules",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "EndedOn",
                table: "Schedules",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "EveryWeeks",
                table: "Schedules",
                type: "integer",
                nullable: false,
                defaultValue: 2);

            migrationBuilder.AddColumn<string>(
                name: "Holidays",
                table: "Schedules",
                type: "text",
                nullable: false,
                defaultValue: "AsItFalls");

            migrationBuilder.AddColumn<DateOnly>(
                name: "StartsOn",
                table: "Schedules",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Which",
                table: "Schedules",
                type: "text",
                nullable: false,
                defaultValue: "First");

            migrationBuilder.AddColumn<string>(
                name: "LateBecause",
                table: "Packs",
                type: "character varying(200)",
                maxLength: 200,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "LateSince",
                table: "Packs",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "AcknowledgedBy",
                table: "PackRuns",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "AcknowledgedOn",
                table: "PackRuns",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "IsTest",
                table: "PackRuns",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateIndex(
                name: "IX_Schedules_ProgrammeId_Audience",
                table: "Schedules",
                columns: new[] { "ProgrammeId", "Audience" },
                unique: true,
                filter: "\"EndedOn\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_PackRuns_ProgrammeId_Outcome_Id",
                table: "PackRuns",
                columns: new[] { "ProgrammeId", "Outcome", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_PackRuns_ProgrammeId_ScheduleId_Id",
                table: "PackRuns",
                columns: new[] { "ProgrammeId", "ScheduleId", "Id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Schedules_ProgrammeId_Audience",
                table: "Schedules");

            migrationBuilder.DropIndex(
                name: "IX_PackRuns_ProgrammeId_Outcome_Id",
                table: "PackRuns");

            migrationBuilder.DropIndex(
                name: "IX_PackRuns_ProgrammeId_ScheduleId_Id",
                table: "PackRuns");

            migrationBuilder.DropColumn(
                name: "Cron",
                table: "Schedules");

            migrationBuilder.DropColumn(
                name: "EndedBy",
                table: "Schedules");

            migrationBuilder.DropColumn(
                name: "EndedOn",
                table: "Schedules");

            migrationBuilder.DropColumn(
                name: "EveryWeeks",
                table: "Schedules");

            migrationBuilder.DropColumn(
                name: "Holidays",
                table: "Schedules");

            migrationBuilder.DropColumn(
                name: "StartsOn",
                table: "Schedules");

            migrationBuilder.DropColumn(
                name: "Which",
                table: "Schedules");

            migrationBuilder.DropColumn(
                name: "LateBecause",
                table: "Packs");

            migrationBuilder.DropColumn(
                name: "LateSince",
                table: "Packs");

            migrationBuilder.DropColumn(
                name: "AcknowledgedBy",
                table: "PackRuns");

            migrationBuilder.DropColumn(
                name: "AcknowledgedOn",
                table: "PackRuns");

            migrationBuilder.DropColumn(
                name: "IsTest",
                table: "PackRuns");

            migrationBuilder.CreateIndex(
                name: "IX_Schedules_ProgrammeId_Audience",
                table: "Schedules",
                columns: new[] { "ProgrammeId", "Audience" },
                unique: true);
        }
    }
}
