using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ImprovementBoard.Web.Data.Sqlite
{
    /// <inheritdoc />
    public partial class FindingFollowUp : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Findings_ProgrammeId",
                table: "Findings");

            migrationBuilder.AddColumn<string>(
                name: "RecordedBy",
                table: "Visits",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "RecordedOn",
                table: "Visits",
                type: "TEXT",
                nullable: false,
                defaultValue: new DateOnly(1, 1, 1));

            migrationBuilder.AddColumn<Guid>(
                name: "Version",
                table: "Visits",
                type: "TEXT",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"));

            migrationBuilder.AddColumn<DateOnly>(
                name: "AnsweredOn",
                table: "Findings",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Answers",
                table: "Findings",
                type: "TEXT",
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.AddColumn<string>(
                name: "Checks",
                table: "Findings",
                type: "TEXT",
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.AddColumn<bool>(
                name: "ImmediateSafety",
                table: "Findings",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<DateOnly>(
                name: "On",
                table: "Findings",
                type: "TEXT",
                nullable: false,
                defaultValue: new DateOnly(1, 1, 1));

            migrationBuilder.AddColumn<string>(
                name: "Progress",
                table: "Findings",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "RecordedBy",
                table: "Findings",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "RecordedOn",
                table: "Findings",
                type: "TEXT",
                nullable: false,
                defaultValue: new DateOnly(1, 1, 1));

            migrationBuilder.AddColumn<DateOnly>(
                name: "RetestOn",
                table: "Findings",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "Version",
                table: "Findings",
                type: "TEXT",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"));

            migrationBuilder.CreateIndex(
                name: "IX_Findings_ProgrammeId_Polarity_RetestOn",
                table: "Findings",
                columns: new[] { "ProgrammeId", "Polarity", "RetestOn" });

            // Rows that stand already: said on the day of their visit or inspection, and known since then.
            migrationBuilder.Sql("""UPDATE "Visits" SET "RecordedOn" = "SortOn" """);
            migrationBuilder.Sql("""UPDATE "Findings" SET "On" = (SELECT v."SortOn" FROM "Visits" v WHERE v."Id" = "Findings"."VisitId"), "RecordedOn" = (SELECT v."SortOn" FROM "Visits" v WHERE v."Id" = "Findings"."VisitId") WHERE "VisitId" IS NOT NULL""");
            migrationBuilder.Sql("""UPDATE "Findings" SET "On" = (SELECT i."FieldworkTo" FROM "Inspections" i WHERE i."Id" = "Findings"."InspectionId"), "RecordedOn" = (SELECT i."PublishedOn" FROM "Inspections" i WHERE i."Id" = "Findings"."InspectionId") WHERE "InspectionId" IS NOT NULL""");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Findings_ProgrammeId_Polarity_RetestOn",
                table: "Findings");

            migrationBuilder.DropColumn(
                name: "RecordedBy",
                table: "Visits");

            migrationBuilder.DropColumn(
                name: "RecordedOn",
                table: "Visits");

            migrationBuilder.DropColumn(
                name: "Version",
                table: "Visits");

            migrationBuilder.DropColumn(
                name: "AnsweredOn",
                table: "Findings");

            migrationBuilder.DropColumn(
                name: "Answers",
                table: "Findings");

            migrationBuilder.DropColumn(
                name: "Checks",
                table: "Findings");

            migrationBuilder.DropColumn(
                name: "ImmediateSafety",
                table: "Findings");

            migrationBuilder.DropColumn(
                name: "On",
                table: "Findings");

            migrationBuilder.DropColumn(
                name: "Progress",
                table: "Findings");

            migrationBuilder.DropColumn(
                name: "RecordedBy",
                table: "Findings");

            migrationBuilder.DropColumn(
                name: "RecordedOn",
                table: "Findings");

            migrationBuilder.DropColumn(
                name: "RetestOn",
                table: "Findings");

            migrationBuilder.DropColumn(
                name: "Version",
                table: "Findings");

            migrationBuilder.CreateIndex(
                name: "IX_Findings_ProgrammeId",
                table: "Findings",
                column: "ProgrammeId");
        }
    }
}
